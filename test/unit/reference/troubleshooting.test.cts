import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { listErrorTexts } from './error-texts.cts';

const page = readFileSync(resolve(__dirname, '../../../docs/troubleshooting.md'), 'utf8');

/** The rows of the error tables: error, cause, next step, charged. */
const rows = page
	.split('\n')
	.filter((line) => line.startsWith('| ') && line.split(' | ').length === 4)
	.map((line) =>
		line
			.slice(1, -1)
			.split(' | ')
			.map((cell) => cell.trim()),
	)
	.filter(([error]) => error !== 'Error' && !/^-+$/.test(error ?? ''));

const toPattern = (error: string) =>
	new RegExp(
		`^${error
			.split('…')
			.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
			.join('.*')}$`,
	);

/** Texts that are not errors, and the template that combines a parameter and its issue. */
const NOT_ERRORS = ['The token works and the subscription is active.', '"…" …'];

const texts = listErrorTexts().filter(({ text }) => text !== '' && !NOT_ERRORS.includes(text));

describe('docs/troubleshooting.md', () => {
	it('should find the errors of all parts of the package', () => {
		const folders = new Set(texts.map(({ file }) => file.split('/').slice(0, 2).join('/')));
		for (const folder of ['PixVerse/actions', 'shared/api', 'shared/jobs', 'shared/catalog'])
			expect(folders).toContain(folder);
		expect(texts.length).toBeGreaterThan(80);
	});

	it.each(texts)('should have an entry for $text ($file)', ({ text }) => {
		expect(rows.map(([error = '']) => toPattern(error)).some((entry) => entry.test(text))).toBe(
			true,
		);
	});

	it.each(rows)('should have cause, next step, and charge of %s', (error, cause, step, charged) => {
		// Enough fixed text to search for.
		expect(error?.replace(/["…\s]/g, '').length).toBeGreaterThan(4);
		for (const cell of [cause, step]) expect(cell).toMatch(/^.{10,}\.$/u);
		expect(charged).toMatch(/^(No|Once|Earlier|Once, or no|PixVerse decides|Once, for .+|See .+)$/);
	});

	it.each(rows)('should only have entries of existing errors: %s', (error) => {
		if (/^n8n (runs|says)|^An unexpected/.test(error ?? '')) return;
		const entry = toPattern(error ?? '');
		expect(texts.some(({ text }) => entry.test(text))).toBe(true);
	});
});
