import type { GenerationType } from './generationTypes';

/** A job ID taken apart. The account is part of it, so calls by ID need no e-mail. */
export interface GenerationId {
	/** The ID as the API wants it in a path: raw. */
	raw: string;
	kind: GenerationType;
	/** E-mail of the PixVerse account that made it. */
	account: string;
	number: string;
}

/**
 * What goes into a path raw must not change it: a backslash is a slash to everything that reads web addresses, and so
 * may be what an API makes of `%2F`. No known ID has more than 80 characters.
 */
const GENERATION_ID_PATTERN =
	/^user:[^\s/\\?#:<>%\p{Cc}\p{Cf}]{1,99}-pixverse:([^\s/\\?#:<>%\p{Cc}\p{Cf}]{1,254})-(video|image|music|speech):(\d{1,30})$/u;

/**
 * Reads a job ID such as `user:1234-pixverse:a@example.com-video:987`.
 * IDs go into paths raw: the API answers 400 to a percent-encoded `:` or `@`. One that was encoded on its
 * way here is therefore decoded.
 * @returns undefined when the text is no such ID
 */
export function parseGenerationId(text: string): GenerationId | undefined {
	const raw = decodeIfEncoded(text.trim());
	const match = GENERATION_ID_PATTERN.exec(raw);
	if (!match) return undefined;
	const [, account, kind, number] = match as unknown as [string, string, GenerationType, string];
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

/** Sorts IDs by the order in which the API created them. */
export function compareIds(one: GenerationId, other: GenerationId): number {
	return Number(one.number) - Number(other.number);
}

/** A file name for the media of a job: `pixverse-video-987.mp4`. Never contains what came from outside but digits. */
export function buildFileName(id: GenerationId, extension: string): string {
	return `pixverse-${id.kind}-${id.number}.${extension}`;
}
