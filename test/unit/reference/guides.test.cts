import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { PixVerseApi } from '../../../credentials/PixVerseApi.credentials';
import { describeBrokenLink, guides, listLinks, listBoldNames, pages, PROJECT } from './pages.cts';
import { isEditorLabel, resources } from './editor-labels.cts';

const read = (file: string) => readFileSync(path.join(PROJECT, file), 'utf8');
const scripts = (JSON.parse(read('package.json')) as { scripts: Record<string, string> }).scripts;
const examples = readdirSync(path.join(PROJECT, 'examples')).filter((name) =>
	name.endsWith('.json'),
);

describe('README and documentation', () => {
	it('should have no broken link, image, or anchor', () => {
		const codex = ['PixVerse/PixVerse', 'PixVerseTrigger/PixVerseTrigger']
			.flatMap((node) => [...read(`nodes/${node}.node.json`).matchAll(/"url": "([^"]+)"/g)])
			.map(([, url = '']) => url);
		const notes = examples.flatMap((name) =>
			[...read(`examples/${name}`).matchAll(/\]\((https?:[^)]+)\)/g)].map(([, url = '']) => url),
		);
		const links = [
			...pages.flatMap((page) => listLinks(page).map((target) => [page.file, target] as const)),
			...[...codex, ...notes, new PixVerseApi().documentationUrl].map(
				(target) => ['README.md', target] as const,
			),
		];

		expect(links.length).toBeGreaterThan(40);
		expect(links.flatMap(([from, target]) => describeBrokenLink(from, target) ?? [])).toEqual([]);
	});

	it('should include images by relative paths, so that clones, forks, and mirrors show them', () => {
		const images = [...read('README.md').matchAll(/!\[[^\]]*\]\(([^)]+)\)/g)];
		expect(images.length).toBeGreaterThan(0);
		for (const [, target = ''] of images) expect(target).toMatch(/^docs\/images\//);
	});

	it('should only name existing npm scripts', () => {
		const named = pages.flatMap(({ file, text }) =>
			[...text.matchAll(/npm (?:run )?(?:--silent )?(?!run\b|install\b)([a-z0-9]+)\b/g)].map(
				([, name = '']) => ({ file, name }),
			),
		);
		expect(named).toContainEqual({ file: 'README.md', name: 'demo' });
		expect(named.filter(({ name }) => !(name in scripts))).toEqual([]);
	});

	it('should only print labels of the editor in bold', () => {
		const named = guides.flatMap((page) =>
			listBoldNames(page).map((names) => [page.file, names] as const),
		);
		expect(named.length).toBeGreaterThan(60);
		expect(
			named.filter(([, names]) => !isEditorLabel(names)).map(([file, names]) => [file, ...names]),
		).toEqual([]);
	});

	it('should only name existing operations', () => {
		const operation = new RegExp(`[_*\`]((?:${resources.join('|')}): [A-Z][^_*\`\\n]+)[_*\`]`, 'g');
		const named = pages.flatMap(({ prose }) =>
			[...prose.matchAll(operation)].map(([, words = '']) => words.split(': ')),
		);
		expect(named.length).toBeGreaterThan(5);
		expect(named.filter((names) => !isEditorLabel(names))).toEqual([]);
	});

	it('should list every example in the docs and in the README, and no other', () => {
		const listExampleLinks = (file: string) =>
			[...new Set(read(file).match(/examples\/[\w-]+\.json/g) ?? [])].sort();
		const all = examples.map((name) => `examples/${name}`).sort();
		expect(listExampleLinks('README.md')).toEqual(all);
		expect(listExampleLinks('docs/examples.md')).toEqual(all);
	});
});
