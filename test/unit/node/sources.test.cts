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
	it('should all be found', () => {
		expect(among(/\.node\.ts$/).length).toBeGreaterThan(0);
		expect(among(/\.operation\.ts$/).length).toBeGreaterThan(10);
	});

	it('should have entry files under 120 lines', () => {
		expect(longer(among(/\.node\.ts$/), 119)).toEqual([]);
	});

	it('should have one operation per file, under 150 lines', () => {
		expect(longer(among(/\.operation\.ts$/), 149)).toEqual([]);
	});

	it('should have no file of 300 lines or more, data tables aside', () => {
		expect(longer(sources, 299).filter((name) => !/catalog\/\w+Models\.ts$/.test(name))).toEqual(
			[],
		);
	});

	it('should use no any type and disable no check', () => {
		expect(holding(code, /[^.]\bany\b/)).toEqual([]);
		expect(holding(sources, /@ts-(ignore|expect-error|nocheck)|eslint-disable/)).toEqual([]);
	});

	it('should only use HTTP in one place', () => {
		const elsewhere = code.filter(({ name }) => !name.startsWith('nodes/shared/api/'));
		expect(holding(elsewhere, /\bhttpRequest|\bhelpers\.request\b/)).toEqual([]);
		expect(holding(code, /(await|return|=) fetch\(/)).toEqual([]);
		expect(holding(sources, /from '(node:)?(https?|net|undici|axios)'/)).toEqual([]);
	});

	it("should have one direction: shared doesn't depend on the node, the catalog doesn't depend on n8n", () => {
		const files = (folder: string) => sources.filter(({ name }) => name.startsWith(folder));
		expect(holding(files('nodes/shared/'), /from '[./]*\/PixVerse(Trigger)?\//)).toEqual([]);
		expect(holding(files('nodes/shared/catalog/'), /from 'n8n-workflow'/)).toEqual([]);
	});

	it('should only wait in one place, so that a cancel ends every wait', () => {
		expect(holding(code, /\bsetTimeout\b|\bsetInterval\b/)).toEqual([]);
		expect(
			holding(
				code.filter(({ name }) => !name.endsWith('api/clock.ts')),
				/[^.]\bsleep\(\w/,
			),
		).toEqual([]);
	});

	it('should not write to the console', () => {
		expect(holding(code, /\bconsole\./)).toEqual([]);
	});

	it('should not use catch-all file names', () => {
		expect(
			sources.map(({ name }) => name).filter((name) => /util|helper|misc|common/i.test(name)),
		).toEqual([]);
	});
});
