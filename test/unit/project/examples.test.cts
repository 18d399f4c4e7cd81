import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { listExampleFiles, readExample } from '../../e2e/examples.cts';
import { isEditorLabel } from '../reference/editor-labels.cts';

const PROJECT = join(__dirname, '../../..');
const isNote = ({ type }: { type: string }) => type.endsWith('.stickyNote');

describe.each(listExampleFiles())('The example %s', (file) => {
	const { name, nodes } = readExample(file);
	const note = nodes.find((node) => node.name === 'Read me');

	it('should have a name that describes its result', () => {
		expect(name).toMatch(/^PixVerse: \p{Ll}+( [\p{L}\d]+){2,}$/u);
		expect(name).not.toMatch(/^PixVerse: (a|an|the|from) /);
	});

	it('should have the same name in the README and in the docs', () => {
		const title = name.replace(/^PixVerse: (.)/, (_, first: string) => first.toUpperCase());
		const read = (path: string) => readFileSync(join(PROJECT, path), 'utf8');
		expect(read('README.md')).toContain(`| [${title}](examples/${file})`);
		expect(read('docs/examples.md')).toContain(`## ${title}\n\n[${file}](../examples/${file})`);
	});

	it('should only name existing nodes, fields, and labels in its notes', () => {
		const text = JSON.stringify(nodes.map(({ parameters }) => parameters));
		const names = nodes
			.filter(isNote)
			.flatMap(({ parameters }) => [...String(parameters.content).matchAll(/\*\*([^*]+)\*\*/g)])
			.map(([, words = '']) => words.split(' → '));
		const exists = ([first = '', ...rest]: string[]) =>
			nodes.some((node) => !isNote(node) && node.name === first)
				? rest.every((label) => isEditorLabel([label]))
				: isEditorLabel([first, ...rest]) || text.includes(`"name":"${first}"`);
		expect(names.filter((path) => !exists(path)).map((path) => path.join(' → '))).toEqual([]);
	});

	it('should have a note that lists what to set, the credential first', () => {
		expect(note?.type).toBe('n8n-nodes-base.stickyNote');
		const [, first = ''] = /^1\. (.+)$/m.exec(String(note?.parameters.content)) ?? [];
		expect(first).toMatch(/^Select .*credential\b/);
		expect(note?.parameters.content).toMatch(/^2\. /m);
	});

	it('should need no changes except for the credential', () => {
		const used = nodes.filter((node) => !isNote(node));
		const text = JSON.stringify(used);
		// Placeholders, and the servers, accounts, and folders of other people.
		expect(text).not.toMatch(
			/example\.(com|org)|user:\d|@\w+\.\w+"|\/home\/|<[A-Z_]+>|TODO|your-/i,
		);
		for (const node of used) expect(node).not.toHaveProperty('credentials');
	});

	it('should have no note that covers a node', () => {
		const notes = nodes.filter(isNote);
		for (const { position, parameters } of notes) {
			const [left, top] = position;
			const { width, height } = parameters as { width: number; height: number };
			const covered = nodes.filter(
				({ type, position: [x, y] }) =>
					!isNote({ type }) &&
					x + 100 > left &&
					x < left + width &&
					y + 100 > top &&
					y < top + height,
			);
			expect(covered.map((node) => node.name)).toEqual([]);
		}
	});
});
