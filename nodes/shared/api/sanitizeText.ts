/**
 * Texts of the API in words that may be shown: an answer's own explanation, shortened, without markup (n8n shows
 * descriptions as HTML), without the token and without the query of signed addresses.
 */
const MAX_LENGTH = 300;
/** What a server says when it has nothing to say. */
const GENERIC_MESSAGES =
	/^(bad request|unauthorized|payment required|forbidden|not found|request failed.*|internal server error|bad gateway|service unavailable|gateway time-?out|unknown error)\.?$/i;

/**
 * Finds what an answer says about a refusal, in every shape the API is known to use:
 * `{error: "…"}`, `{error: {message}}`, `{message}`, `{errorDetails}`, a bare text. A web page says nothing.
 * @returns '' when it says nothing
 */
export function extractErrorMessage(body: unknown, secrets?: readonly string[]): string {
	const text = findMessage(body, 0);
	return GENERIC_MESSAGES.test(text.trim()) ? '' : sanitizeText(text, secrets);
}

function findMessage(value: unknown, depth: number): string {
	if (typeof value === 'string') return parseMessageText(value, depth);
	if (typeof value !== 'object' || value === null || depth > 3) return '';
	const record = value as Record<string, unknown>;
	for (const key of ['error', 'errorDetails', 'message', 'details', 'err_msg']) {
		const found = findMessage(record[key], depth + 1);
		if (found) return found;
	}
	return '';
}

function parseMessageText(text: string, depth: number): string {
	const trimmed = text.trim();
	if (/^<(!doctype|html|\?xml|head|body)/i.test(trimmed)) return '';
	if (depth === 0 && trimmed.startsWith('{')) {
		try {
			return findMessage(JSON.parse(trimmed), 1);
		} catch {
			return trimmed;
		}
	}
	return trimmed;
}

/** Of a longer text nothing more is looked at: what takes out addresses would take minutes for some MB of them. */
const MAX_INPUT_LENGTH = 5000;
/** Marks that turn the direction of a text: behind them, `gpj.exe` reads as `exe.jpg`. */
const BIDI_CONTROLS = /[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;
/** What opens a signed file, also where nothing before it looks like an address any more. */
const SIGNED_URL_PARAMS = /(?:signature|credential|security-token|key-pair-id|policy)=[^\s"'&]*/gi;

/**
 * Makes a foreign text fit to be shown: one line, no markup, no secrets.
 * @param longest characters that are left of it
 */
export function sanitizeText(
	text: string,
	secrets: readonly string[] = [],
	longest = MAX_LENGTH,
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
	if (shown.length <= longest) return shown;
	// Not in the middle of a character that takes two units.
	return `${shown.slice(0, longest - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
