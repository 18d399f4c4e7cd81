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
const findSources = (pattern: RegExp) => sources.filter(({ name }) => pattern.test(name));
const listLongFiles = (files: typeof sources, maxLines: number) =>
	files.filter(({ text }) => text.split('\n').length - 1 > maxLines).map(({ name }) => name);
const listMatchingFiles = (files: typeof sources, pattern: RegExp) =>
	files.filter(({ text }) => pattern.test(text)).map(({ name }) => name);
/** The sources without comments and texts. */
const code = sources.map(({ name, text }) => ({
	name,
	text: text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '').replace(/'(?:[^'\\\n]|\\.)*'/g, "''"),
}));

describe('Source files of the package', () => {
	it('should all be found', () => {
		expect(findSources(/\.node\.ts$/).length).toBeGreaterThan(0);
		expect(findSources(/\.operation\.ts$/).length).toBeGreaterThan(10);
	});

	it('should have entry files under 120 lines', () => {
		expect(listLongFiles(findSources(/\.node\.ts$/), 119)).toEqual([]);
	});

	it('should have one operation per file, under 150 lines', () => {
		expect(listLongFiles(findSources(/\.operation\.ts$/), 149)).toEqual([]);
	});

	it('should have no file of 300 lines or more, except for data tables', () => {
		expect(
			listLongFiles(sources, 299).filter((name) => !/catalog\/\w+Models\.ts$/.test(name)),
		).toEqual([]);
	});

	it('should use no any type and disable no check', () => {
		expect(listMatchingFiles(code, /[^.]\bany\b/)).toEqual([]);
		expect(listMatchingFiles(sources, /@ts-(ignore|expect-error|nocheck)|eslint-disable/)).toEqual(
			[],
		);
	});

	it('should only use HTTP in one place', () => {
		const elsewhere = code.filter(({ name }) => !name.startsWith('nodes/shared/api/'));
		expect(listMatchingFiles(elsewhere, /\bhttpRequest|\bhelpers\.request\b/)).toEqual([]);
		expect(listMatchingFiles(code, /(await|return|=) fetch\(/)).toEqual([]);
		expect(listMatchingFiles(sources, /from '(node:)?(https?|net|undici|axios)'/)).toEqual([]);
	});

	it('should not import the nodes in shared code, and not import n8n in the catalog', () => {
		const files = (folder: string) => sources.filter(({ name }) => name.startsWith(folder));
		expect(listMatchingFiles(files('nodes/shared/'), /from '[./]*\/PixVerse(Trigger)?\//)).toEqual(
			[],
		);
		expect(listMatchingFiles(files('nodes/shared/catalog/'), /from 'n8n-workflow'/)).toEqual([]);
	});

	it('should only wait in one place, so that a cancel ends every wait', () => {
		expect(listMatchingFiles(code, /\bsetTimeout\b|\bsetInterval\b/)).toEqual([]);
		expect(
			listMatchingFiles(
				code.filter(({ name }) => !name.endsWith('api/clock.ts')),
				/[^.]\bsleep\(\w/,
			),
		).toEqual([]);
	});

	it('should not write to the console', () => {
		expect(listMatchingFiles(code, /\bconsole\./)).toEqual([]);
	});

	it('should not use catch-all file names', () => {
		expect(
			sources.map(({ name }) => name).filter((name) => /util|helper|misc|common/i.test(name)),
		).toEqual([]);
	});
});
