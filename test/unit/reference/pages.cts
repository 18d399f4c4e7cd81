import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

export const PROJECT = path.resolve(__dirname, '../../..');

/** URLs of the project's files. The README needs them, because npm shows it without the other files. */
const ON_THE_WEB =
	/^https:\/\/(?:github\.com|raw\.githubusercontent\.com)\/n8n-nodes-pixverse\/n8n-nodes-pixverse\/(?:(?:blob|tree|raw)\/)?main\//;
const WEB_README = /^https:\/\/github\.com\/n8n-nodes-pixverse\/n8n-nodes-pixverse(?=#|$)/;

/** A page of the documentation. */
export interface Page {
	/** The path in the project. */
	readonly file: string;
	/** The text without code blocks. */
	readonly prose: string;
	readonly text: string;
}

const readPage = (file: string): Page => {
	const text = readFileSync(path.join(PROJECT, file), 'utf8');
	return { file, text, prose: text.replace(/^```[\s\S]*?^```/gm, '') };
};

/** The pages written by hand. The reference is generated. */
export const guides: Page[] = [
	'README.md',
	...readdirSync(path.join(PROJECT, 'docs'))
		.filter((name) => name.endsWith('.md') && name !== 'reference.md')
		.map((name) => `docs/${name}`),
].map(readPage);

export const pages: Page[] = [
	...guides,
	...['docs/reference.md', 'CHANGELOG.md', 'simulator/README.md', 'bench/README.md'].map(readPage),
];

/** Lists the targets of the links and images of a page. */
export const listLinks = ({ prose }: Page): string[] =>
	[...prose.replace(/`[^`\n]*`/g, '').matchAll(/\]\(([^)\s]+)\)/g)].map(
		([, target = '']) => target,
	);

/** Lists the names in bold, split into their parts: "**Options → Dry Run**" has two. Sentences in bold are not names. */
export const listBoldNames = ({ prose }: Page): string[][] =>
	[...prose.matchAll(/\*\*([^*\n]+)\*\*/g)]
		.map(([, text = '']) => text)
		.filter((text) => !/[.,:!?…]$/.test(text))
		.map((text) => text.split(/ → |: /));

/** Describes why a link is broken; undefined if it is valid or external. */
export function describeBrokenLink(from: string, target: string): string | undefined {
	const internal = target.replace(ON_THE_WEB, '/').replace(WEB_README, '/README.md');
	if (/^[a-z]+:/i.test(internal)) return undefined;
	const [linkedFile = '', anchor] = internal.split('#');
	const file =
		linkedFile === ''
			? from
			: linkedFile.startsWith('/')
				? linkedFile.slice(1)
				: resolveBeside(from, linkedFile);
	if (!existsSync(path.join(PROJECT, file))) return `${from}: ${file} does not exist`;
	if (anchor !== undefined && !listAnchors(readPage(file)).has(anchor))
		return `${from}: ${file} has no heading #${anchor}`;
	return undefined;
}

const resolveBeside = (from: string, linkedFile: string) =>
	path.posix.join(path.posix.dirname(from), linkedFile);

/** Lists the anchors that GitHub creates for the headings of a page. */
function listAnchors({ prose }: Page): Set<string> {
	const headings = [...prose.matchAll(/^#{1,6} +(.+?) *$/gm)].map(([, text = '']) =>
		text
			.toLowerCase()
			.replace(/[^\p{L}\p{N} _-]/gu, '')
			.replace(/ /g, '-'),
	);
	// The anchor that GitHub adds at the start of a README.
	return new Set([
		'readme',
		...headings.map((anchor, index) => {
			const before = headings.slice(0, index).filter((other) => other === anchor).length;
			return before === 0 ? anchor : `${anchor}-${before}`;
		}),
	]);
}
