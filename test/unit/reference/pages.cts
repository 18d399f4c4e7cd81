import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

export const PROJECT = path.resolve(__dirname, '../../..');

/** Where the project's files are on the web: npm shows the README without the rest of the project. */
const ON_THE_WEB =
	/^https:\/\/(?:github\.com|raw\.githubusercontent\.com)\/n8n-nodes-pixverse\/n8n-nodes-pixverse\/(?:(?:blob|tree|raw)\/)?main\//;
const WEB_README = /^https:\/\/github\.com\/n8n-nodes-pixverse\/n8n-nodes-pixverse(?=#|$)/;

/** A page of the documentation. */
export interface Page {
	/** Its path in the project. */
	readonly file: string;
	/** Its text without what is between three backticks. */
	readonly prose: string;
	readonly text: string;
}

const page = (file: string): Page => {
	const text = readFileSync(path.join(PROJECT, file), 'utf8');
	return { file, text, prose: text.replace(/^```[\s\S]*?^```/gm, '') };
};

/** What people read; the reference is made from the node. */
export const guides: Page[] = [
	'README.md',
	...readdirSync(path.join(PROJECT, 'docs'))
		.filter((name) => name.endsWith('.md') && name !== 'reference.md')
		.map((name) => `docs/${name}`),
].map(page);

export const pages: Page[] = [
	...guides,
	...['docs/reference.md', 'CHANGELOG.md', 'simulator/README.md', 'bench/README.md'].map(page),
];

/** The targets of a page's links and pictures. */
export const linksOf = ({ prose }: Page): string[] =>
	[...prose.replace(/`[^`\n]*`/g, '').matchAll(/\]\(([^)\s]+)\)/g)].map(
		([, target = '']) => target,
	);

/** What bold words name, one part each: "**Options → Dry Run**" has two. A sentence in bold names nothing. */
export const namesIn = ({ prose }: Page): string[][] =>
	[...prose.matchAll(/\*\*([^*\n]+)\*\*/g)]
		.map(([, words = '']) => words)
		.filter((words) => !/[.,:!?…]$/.test(words))
		.map((words) => words.split(/ → |: /));

/** Why a link leads nowhere; undefined for one that is right, or that leads out of the project. */
export function brokenLink(from: string, target: string): string | undefined {
	const inside = target.replace(ON_THE_WEB, '/').replace(WEB_README, '/README.md');
	if (/^[a-z]+:/i.test(inside)) return undefined;
	const [to = '', anchor] = inside.split('#');
	const file = to === '' ? from : to.startsWith('/') ? to.slice(1) : beside(from, to);
	if (!existsSync(path.join(PROJECT, file))) return `${from}: there is no ${file}`;
	if (anchor !== undefined && !anchorsOf(page(file)).has(anchor))
		return `${from}: ${file} has no heading #${anchor}`;
	return undefined;
}

const beside = (from: string, to: string) => path.posix.join(path.posix.dirname(from), to);

/** The anchors that GitHub makes of a page's headings. */
function anchorsOf({ prose }: Page): Set<string> {
	const headings = [...prose.matchAll(/^#{1,6} +(.+?) *$/gm)].map(([, words = '']) =>
		words
			.toLowerCase()
			.replace(/[^\p{L}\p{N} _-]/gu, '')
			.replace(/ /g, '-'),
	);
	// GitHub's own name for where a README begins.
	return new Set([
		'readme',
		...headings.map((anchor, index) => {
			const before = headings.slice(0, index).filter((other) => other === anchor).length;
			return before === 0 ? anchor : `${anchor}-${before}`;
		}),
	]);
}
