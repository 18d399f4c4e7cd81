import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const project = path.resolve(__dirname, '../../..');

const sources = ['nodes', 'credentials'].flatMap((folder) =>
	readdirSync(path.join(project, folder), { recursive: true, encoding: 'utf8' })
		.filter((name) => name.endsWith('.ts'))
		.map((name) => ({
			name: path.join(folder, name),
			text: readFileSync(path.join(project, folder, name), 'utf8'),
		})),
);
const among = (pattern: RegExp) => sources.filter(({ name }) => pattern.test(name));
const longer = (files: typeof sources, most: number) =>
	files.filter(({ text }) => text.split('\n').length - 1 > most).map(({ name }) => name);
const holding = (files: typeof sources, pattern: RegExp) =>
	files.filter(({ text }) => pattern.test(text)).map(({ name }) => name);
/** Without comments and texts, which may speak of anything. */
const code = sources.map(({ name, text }) => ({
	name,
	text: text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '').replace(/'(?:[^'\\\n]|\\.)*'/g, "''"),
}));

describe('The sources of the package', () => {
	it('are all here', () => {
		expect(among(/\.node\.ts$/).length).toBeGreaterThan(0);
		expect(among(/\.operation\.ts$/).length).toBeGreaterThan(10);
	});

	it('have entry files that can be read in one go: under 120 lines', () => {
		expect(longer(among(/\.node\.ts$/), 119)).toEqual([]);
	});

	it('have an operation a file, under 150 lines', () => {
		expect(longer(among(/\.operation\.ts$/), 149)).toEqual([]);
	});

	it('have no file of 300 lines or more, data tables aside', () => {
		expect(longer(sources, 299).filter((name) => !/catalog\/\w+Models\.ts$/.test(name))).toEqual(
			[],
		);
	});

	it('use no type that says nothing, and silence no check', () => {
		expect(holding(code, /[^.]\bany\b/)).toEqual([]);
		expect(holding(sources, /@ts-(ignore|expect-error|nocheck)|eslint-disable/)).toEqual([]);
	});

	it('speak HTTP in one place only', () => {
		const elsewhere = code.filter(({ name }) => !name.startsWith('nodes/shared/api/'));
		expect(holding(elsewhere, /\bhttpRequest|\bhelpers\.request\b/)).toEqual([]);
		expect(holding(code, /(await|return|=) fetch\(/)).toEqual([]);
		expect(holding(sources, /from '(node:)?(https?|net|undici|axios)'/)).toEqual([]);
	});

	it('know one way only: shared knows nothing of the node, the catalog nothing of n8n', () => {
		const files = (folder: string) => sources.filter(({ name }) => name.startsWith(folder));
		expect(holding(files('nodes/shared/'), /from '[./]*\/PixVerse(Trigger)?\//)).toEqual([]);
		expect(holding(files('nodes/shared/catalog/'), /from 'n8n-workflow'/)).toEqual([]);
	});

	it('wait in one place only, so that every wait ends with a cancel', () => {
		expect(holding(code, /\bsetTimeout\b|\bsetInterval\b/)).toEqual([]);
		expect(
			holding(
				code.filter(({ name }) => !name.endsWith('api/clock.ts')),
				/[^.]\bsleep\(\w/,
			),
		).toEqual([]);
	});

	it('write nothing to the console', () => {
		expect(holding(code, /\bconsole\./)).toEqual([]);
	});

	it('have no rooms without a name', () => {
		expect(
			sources.map(({ name }) => name).filter((name) => /util|helper|misc|common/i.test(name)),
		).toEqual([]);
	});
});
