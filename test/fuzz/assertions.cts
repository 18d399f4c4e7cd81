import type { INodeExecutionData } from 'n8n-workflow';

/** The texts of an error that users see. */
interface ErrorText {
	readonly name?: string;
	readonly message?: unknown;
	readonly description?: unknown;
}

/** Technical words that mean nothing to users. */
const TECHNICAL_TEXT =
	/\[object |\bundefined\b|\bNaN\b|Cannot (read|convert|set|access)|is not (a function|iterable|defined)|Unexpected (token|end|non-whitespace)|Maximum call stack|Invalid (array|string) length|Converting circular|\bat \S*[\w>)] ?\(?\S+\.[cm]?[jt]s:\d+|ZodError|TypeError|RangeError|SyntaxError/;
/** Characters that n8n would not show as text. */
const MARKUP = /[<>\p{Cc}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;
const MAX_CHARS = { message: 600, description: 4000 };

/**
 * Finds a text of an error that users can't understand.
 * @param responseText text of the response, which the error may repeat
 * @returns the problem, or undefined if the error is clear
 */
export function findUnclearText(error: ErrorText, responseText = ''): string | undefined {
	const { message, description, name } = error;
	if (name !== 'NodeApiError' && name !== 'NodeOperationError')
		return `${name ?? 'something'} was thrown: ${String(message)}`;
	if (typeof message !== 'string' || message.trim() === '') return 'it has no message';
	if (typeof description !== 'string' || description.trim() === '') return 'it has no description';
	for (const [part, text] of Object.entries({ message, description })) {
		const technical = TECHNICAL_TEXT.exec(text)?.[0];
		if (technical !== undefined && !responseText.includes(technical))
			return `its ${part} has "${technical}"`;
		if (MARKUP.test(text)) return `its ${part} has markup or control characters: ${text}`;
		if (text.length > MAX_CHARS[part as keyof typeof MAX_CHARS]) return `its ${part} is too long`;
		if (/Signature=/.test(text)) return `its ${part} shows a signature: ${text}`;
	}
	return undefined;
}

/** Finds a problem in the JSON of an item. @returns undefined if n8n can store the JSON */
export function findInvalidValue(json: unknown): string | undefined {
	if (typeof json !== 'object' || json === null || Array.isArray(json))
		return 'it is not an object';
	if ('error' in json && Object.hasOwn(json, 'error')) return 'it has a top-level "error"';
	let text: string;
	try {
		text = JSON.stringify(json);
		structuredClone(json);
	} catch (error) {
		return `it can't be stored: ${String(error)}`;
	}
	if (text.includes('"__proto__"') && hasForeignPrototype(json)) return 'it contains "__proto__"';
	if (isPolluted()) return 'the prototype of all objects was changed';
	return undefined;
}

/** Finds a problem in an item: its pairing or its JSON. */
export function findInvalidItem(
	{ json, pairedItem }: INodeExecutionData,
	items: number,
): string | undefined {
	const index =
		typeof pairedItem === 'object' && !Array.isArray(pairedItem) ? pairedItem.item : undefined;
	if (index === undefined || index < 0 || index >= items)
		return 'it is not paired with an input item';
	return findInvalidValue(json);
}

const isPolluted = () => 'polluted' in {} || 'polluted' in [];

function hasForeignPrototype(value: unknown): boolean {
	if (typeof value !== 'object' || value === null) return false;
	const prototype: unknown = Object.getPrototypeOf(value);
	if (Object.hasOwn(value, '__proto__')) return true;
	if (prototype !== Object.prototype && prototype !== Array.prototype && prototype !== null)
		return true;
	return Object.values(value).some(hasForeignPrototype);
}
