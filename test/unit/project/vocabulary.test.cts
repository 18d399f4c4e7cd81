import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import ts from 'typescript';

const PROJECT = resolve(__dirname, '../../..');
const FOLDERS = ['nodes', 'credentials', 'simulator', 'bench', 'scripts', 'test'];
const CODE = /\.(c?ts|[cm]?js)$/;

/**
 * Words that this project used for concepts with a standard name: slot, lease, fingerprint, poll, suspend, resume,
 * recover, result, dry run, error context, validation issue.
 */
const RETIRED_WORDS = [
	'room rooms ticket tickets wish wishes glance glances verdict verdicts asleep sleeper',
	'sleepers awaken adopt adopted adoption occasion parting partings rehearse rehearsal',
	'rehearsals silence handover whereabouts studio leash rescue rescued spoil spoilt spoiled',
	'furnish guest heed books objections obliging surroundings offenders waking unfit woken',
	'wakes awake rhythm watchful unmade',
].flatMap((words) => words.split(' '));

/** Where a retired word is stored, a proper noun, or an ordinary word in a prompt. */
const ALLOWED: Array<[file: RegExp, word: string]> = [
	[/^nodes\/shared\/jobs\/legacyState\.ts$/, 'wish'],
	[/^scripts\/install\/errors\.mjs$/, 'studio'],
	[/^test\/unit\/project\/vocabulary\.test\.cts$/, ''],
];

/** Accounts and prompts of the tests, and a stored name: "studio@example.com", "studio light", "pixVerseAsleep". */
const ORDINARY_TEXT =
	/studio[^\s@'"`]*(@|%40)|studio light|[Vv]ideo studio|'<?studio>?'|pixVerseAsleep/g;

/** Phrases in comments and documents that were translated from German instead of written. */
const TRANSLATED =
	/\b(whoever|somebody|nobody|anybody|anew|how manieth|come to nothing|all the same|beforehand|is told|are told|was told|hand(s|ed)? over)\b/i;
const COMMENT = /^\s*(\/\/|\/\*\*?|\*)\s/;
const DOCUMENTS = [
	'README.md',
	'CONTRIBUTING.md',
	'SECURITY.md',
	'bench/README.md',
	'simulator/README.md',
];

/** Models and the API aren't persons: they support, accept, and reject. */
const PERSONIFIED =
	/\b(refuses|knows|hears|asks|believes|cannot do it|goes further|switch (it )?o(n|ff))\b/i;

const splitWords = (text: string) =>
	text
		.replace(/([a-z\d])([A-Z])/g, '$1 $2')
		.toLowerCase()
		.split(/[^a-z]+/);

const files = FOLDERS.flatMap((folder) =>
	readdirSync(join(PROJECT, folder), { recursive: true, encoding: 'utf8' })
		.filter((file) => CODE.test(file))
		.map((file) => join(folder, file)),
);

function findRetiredWords(file: string): string[] {
	const text = `${file}\n${readFileSync(join(PROJECT, file), 'utf8')}`.replace(ORDINARY_TEXT, '');
	return text.split('\n').flatMap((line, index) =>
		splitWords(line)
			.filter((word) => RETIRED_WORDS.includes(word))
			.filter(
				(word) => !ALLOWED.some(([path, allowed]) => path.test(file) && word.includes(allowed)),
			)
			.map((word) => `${file}:${index} ${word}`),
	);
}

/** Titles of `it` and `test`, also behind `.each(…)`. */
function findTitles(file: string): string[] {
	const source = ts.createSourceFile(
		file,
		readFileSync(join(PROJECT, file), 'utf8'),
		ts.ScriptTarget.Latest,
		true,
	);
	const titles: string[] = [];
	const visit = (node: ts.Node): void => {
		if (ts.isCallExpression(node)) {
			let callee: ts.Node = node.expression;
			while (ts.isCallExpression(callee) || ts.isPropertyAccessExpression(callee))
				callee = callee.expression;
			const [title] = node.arguments;
			const isTest = ts.isIdentifier(callee) && /^(it|test)$/.test(callee.text);
			if (isTest && title && (ts.isStringLiteralLike(title) || ts.isTemplateExpression(title)))
				titles.push(title.getText().slice(1, -1));
		}
		ts.forEachChild(node, visit);
	};
	visit(source);
	return titles;
}

describe('The vocabulary of the project', () => {
	it('should be checked in all files', () => {
		expect(files.length).toBeGreaterThan(400);
		expect(files).toContain(relative(PROJECT, __filename));
	});

	it('should have no retired word in names, comments, texts, and file names', () => {
		expect(files.flatMap(findRetiredWords)).toEqual([]);
	});

	it('should have no translated phrase in comments and documents', () => {
		const documents = readdirSync(join(PROJECT, 'docs')).filter((file) => file.endsWith('.md'));
		const pages = [...DOCUMENTS, ...documents.map((file) => join('docs', file))];
		const lines = [...files, ...pages].flatMap((file) =>
			readFileSync(join(PROJECT, file), 'utf8')
				.split('\n')
				.map((line, index) => ({ location: `${file}:${index + 1}`, line }))
				.filter(({ line }) => file.endsWith('.md') || COMMENT.test(line)),
		);
		expect(lines.length).toBeGreaterThan(5000);
		expect(lines.filter(({ line }) => TRANSLATED.test(line))).toEqual([]);
	});

	it('should not describe programs as persons in the texts and comments of the nodes', () => {
		const sources = files.filter((file) => file.startsWith('nodes/'));
		const lines = sources.flatMap((file) =>
			readFileSync(join(PROJECT, file), 'utf8')
				.split('\n')
				.map((line) => `${file}: ${line}`),
		);
		expect(lines.length).toBeGreaterThan(5000);
		expect(lines.filter((line) => PERSONIFIED.test(line))).toEqual([]);
	});

	it('should have test titles that say what should happen', () => {
		const suites = files.filter((file) => file.endsWith('.test.cts'));
		const titles = suites.flatMap((file) => findTitles(file).map((title) => ({ file, title })));
		expect(titles.length).toBeGreaterThan(1000);
		expect(titles.filter(({ title }) => !/\bshould\b/.test(title))).toEqual([]);
	});
});
