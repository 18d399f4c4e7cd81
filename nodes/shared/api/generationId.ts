import type { GenerationTypeConfig, IdKind } from './generationTypes';

/** A parsed job ID. It contains the account, so requests by ID need no e-mail. */
export interface GenerationId {
	/** The ID as it goes into a path: not encoded. */
	raw: string;
	kind: IdKind;
	/** E-mail of the PixVerse account. */
	account: string;
	number: string;
}

/**
 * Excludes everything that would change the path: URL parsers read a backslash as a slash, and the API may decode `%2F`.
 * No known ID has more than 80 characters.
 */
const GENERATION_ID_PATTERN =
	/^user:[^\s/\\?#:<>%\p{Cc}\p{Cf}]{1,99}-pixverse:([^\s/\\?#:<>%\p{Cc}\p{Cf}]{1,254})-(video|image|music|speech):(\d{1,30})$/u;

/** Most texts are IDs from the API, and removing formatting from thousands of them takes seconds. */
const PLAIN_ID = /^user:[\w.@+-]+:[\w.@+-]+:\d+$/;

/** `[a@b.c](mailto:a@b.c)`, `<mailto:a@b.c>`, and `<mailto:a@b.c|a@b.c>`, as chats and documents write them. */
const LINKS = /\[([^[\]]+)\]\([^()]*\)|<mailto:([^<>|]+)(?:\|[^<>]*)?>/gi;
/** Longer texts are neither an ID nor an email. */
const MAX_DECORATED_CHARS = 1000;
/** Brackets and quotation marks around a text, but not within it. */
const BRACKETS =
	/^(?:“([^“”]*)”|„([^„“”]*)[“”]|‘([^‘’]*)’|«([^«»]*)»|<([^<>]*)>|\(([^()]*)\)|\[([^[\]]*)\]|\{([^{}]*)\})$/s;

/**
 * Removes what people, agents, and documents put around an ID or an email: quotation marks, brackets, code and list marks,
 * links, and punctuation at the end. What is in it stays.
 */
export function undecorate(text: string): string {
	if (text.length > MAX_DECORATED_CHARS) return text.trim();
	let before;
	let inner = text.replace(LINKS, (_link, label?: string, email?: string) => label ?? email ?? '');
	do {
		before = inner;
		inner = inner
			.replace(/^[\s\p{Cf}]+|[\s\p{Cf}.,;:!?]+$/gu, '')
			.replace(/^(?:mailto:|[-•>]\s+)/i, '')
			.replace(/^(["'`*_~]+)(.*)\1$/s, '$2')
			.replace(BRACKETS, (_text, ...groups) =>
				String(groups.find((group) => typeof group === 'string')),
			)
			.replace(/^["“”„<>]+(?=[^"“”„<>]+$)|(?<=^[^"“”„<>]+)["“”„<>]+$/g, '');
	} while (inner !== before);
	return inner || text.trim();
}

/**
 * Parses a job ID such as `user:1234-pixverse:a@example.com-video:987`. An encoded ID is decoded, because the API answers
 * 400 to an encoded `:` or `@` in a path.
 * @returns undefined if the text is not a job ID
 */
export function parseGenerationId(text: string): GenerationId | undefined {
	const raw = PLAIN_ID.test(text) ? text : decodeIfEncoded(undecorate(text));
	const match = GENERATION_ID_PATTERN.exec(raw);
	if (!match) return undefined;
	const [, account, kind, number] = match as unknown as [string, string, IdKind, string];
	return { raw, kind, account, number };
}

function decodeIfEncoded(text: string): string {
	if (!/%3a|%40/i.test(text)) return text;
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}

type Numbered = Pick<GenerationId, 'number'>;

/** Sorts IDs by the order in which the API created them. */
export function compareIds({ number: one }: Numbered, { number: other }: Numbered): number {
	const difference = BigInt(one) - BigInt(other);
	return Number(difference > 0n) - Number(difference < 0n);
}

/** E.g. `pixverse-video-987.mp4`. Of the ID, it only contains digits. */
export const buildFileName = (
	{ noun }: Pick<GenerationTypeConfig, 'noun'>,
	{ number }: Numbered,
	ending: string,
) => `pixverse-${noun.replace(' ', '-')}-${number}${ending}`;
