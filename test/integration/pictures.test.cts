import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import sharp from 'sharp';
import {
	FOLDER,
	N8N_VERSION,
	pictures,
	PROMPT,
	readManifest,
} from '../../scripts/pictures/pictures.cts';
import { describePanel, description, hash } from '../../scripts/pictures/editor-text.cts';

const PROJECT = join(__dirname, '..', '..');
const MAX_ANIMATION_BYTES = 2_000_000;

const manifest = readManifest();
const eachPicture = pictures.map((picture) => [picture.file, picture] as const);

const documents = [
	'README.md',
	...readdirSync(join(PROJECT, 'docs'))
		.filter((name) => name.endsWith('.md'))
		.map((name) => join('docs', name)),
];
/** All pictures in the documents. */
const imageLinks = documents.flatMap((document) => {
	const text = readFileSync(join(PROJECT, document), 'utf8');
	return [...text.matchAll(/!\[([^\]]*)\]\(([^)]+)\)/g)].map(([, alt = '', target = '']) => ({
		document,
		alt,
		target,
	}));
});

describe.each(eachPicture)('The picture %s', (file, { shows }) => {
	it('should show what the editor shows; otherwise, run `npm run pictures`', async () => {
		expect(manifest.pictures[file]?.shows).toEqual(await shows());
	});

	it('should be unchanged since the script took it', () => {
		expect(hash(readFileSync(join(FOLDER, file)))).toBe(manifest.pictures[file]?.sha256);
	});
});

describe('The pictures of the documentation', () => {
	it('should be taken in the tested version of n8n', () => {
		expect(manifest.n8n).toBe(N8N_VERSION);
	});

	it('should be outdated after a change of a label, a hint, or a default', () => {
		const parameters = { resource: 'video', operation: 'create', prompt: PROMPT };
		const before = describePanel(parameters);
		const changes: Array<Partial<(typeof description.properties)[number]>> = [
			{ displayName: 'Idea' },
			{ hint: 'In English' },
		];
		for (const change of changes) {
			const properties = description.properties.map((field) =>
				field.name === 'prompt' ? { ...field, ...change } : field,
			);
			const after = describePanel(parameters, { form: { ...description, properties } });
			expect(after).not.toEqual(before);
		}
		expect(describePanel({ ...parameters, quality: '360p' })).not.toEqual(before);
	});

	it('should be shown by relative paths with a description, each of them somewhere', () => {
		expect(imageLinks.filter(({ alt, target }) => alt.length < 10 || /:|^\//.test(target))).toEqual(
			[],
		);
		const paths = imageLinks.map(({ document, target }) =>
			join(PROJECT, dirname(document), target),
		);
		expect(paths.filter((path) => !existsSync(path))).toEqual([]);
		const expectedFiles = pictures.map(({ file }) => file).sort();
		const shownFiles = new Set(paths.map((path) => relative(FOLDER, path)));
		expect([...shownFiles]).toEqual(expect.arrayContaining(expectedFiles));
		const files = readdirSync(FOLDER, { recursive: true }).map(String);
		expect(files.filter((file) => /\.(?!json$)\w+$/.test(file)).sort()).toEqual(
			[...shownFiles].sort(),
		);
	});

	it('should start with an animation of at most 2 MB', async () => {
		const first = imageLinks.find(({ document }) => document === 'README.md')?.target ?? '';
		expect(first).toMatch(/\.gif$/);
		const animation = readFileSync(join(PROJECT, first));
		expect(animation.length).toBeLessThanOrEqual(MAX_ANIMATION_BYTES);
		const { pages = 1, delay = [] } = await sharp(animation).metadata();
		expect(pages).toBeGreaterThan(10);
		// The duration in ms.
		expect(delay.reduce((sum, each) => sum + each, 0)).toBeLessThan(30_000);
	});
});
