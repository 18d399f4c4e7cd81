import { parseJson } from './responseBody';

const MAX_LENGTH = 300;
/** Messages that say no more than the status. */
const GENERIC_MESSAGES =
	/^(bad request|unauthorized|payment required|forbidden|not found|request failed.*|internal server error|bad gateway|service unavailable|gateway time-?out|unknown error)\.?$/i;

/**
 * Finds the error message in a response, in all known shapes: `{error: "…"}`, `{error: {message}}`, `{message}`,
 * `{errorDetails}`, a plain text.
 * @returns '' if there is none, e.g. in a web page
 */
export function extractErrorMessage(body: unknown, secrets?: readonly string[]): string {
	const text = findMessage(body, 0);
	return GENERIC_MESSAGES.test(text.trim()) ? '' : sanitizeText(text, secrets);
}

function findMessage(value: unknown, depth: number): string {
	if (typeof value === 'string') {
		const text = value.trim();
		if (/^<(!doctype|html|\?xml|head|body)/i.test(text)) return '';
		return depth === 0 && text.startsWith('{') ? findMessage(parseJson(text), 1) : text;
	}
	if (typeof value !== 'object' || value === null || depth > 3) return '';
	const record = value as Record<string, unknown>;
	for (const key of ['error', 'errorDetails', 'message', 'details', 'err_msg']) {
		const found = findMessage(record[key], depth + 1);
		if (found) return found;
	}
	return '';
}

/** A longer text is cut first: removing signed URLs from several MB would take minutes. */
const MAX_INPUT_LENGTH = 5000;
/** They reverse the direction of text: after them, `gpj.exe` reads `exe.jpg`. */
const BIDI_CONTROLS = /[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;
/** Also found where the URL before them is incomplete. */
const SIGNED_URL_PARAMS = /(?:signature|credential|security-token|key-pair-id|policy)=[^\s"'&]*/gi;

/**
 * Makes an external text safe to display: one line, no markup (n8n renders descriptions as HTML), no secrets, no queries
 * of signed URLs.
 * @param maxLength in characters
 */
export function sanitizeText(
	text: string,
	secrets: readonly string[] = [],
	maxLength = MAX_LENGTH,
): string {
	let shown = text;
	for (const secret of secrets) if (secret) shown = shown.split(secret).join('[hidden]');
	shown = shown
		.slice(0, MAX_INPUT_LENGTH)
		.replace(BIDI_CONTROLS, '')
		.replace(/bearer\s+\S+/gi, 'Bearer [token]')
		.replace(/(https?:\/\/[^\s?#"']+)[?#][^\s"']*/gi, '$1')
		.replace(SIGNED_URL_PARAMS, '[hidden]')
		.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
		.replace(/</g, '‹')
		.replace(/>/g, '›')
		.trim();
	if (shown.length <= maxLength) return shown;
	// Not in the middle of a surrogate pair.
	return `${shown.slice(0, maxLength - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
