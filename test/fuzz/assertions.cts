import type { INodeExecutionData } from 'n8n-workflow';

/** What an error shows to people. */
interface ErrorText {
	readonly name?: string;
	readonly message?: unknown;
	readonly description?: unknown;
}

/** Technical words that mean nothing to users. */
const PROGRAM =
	/\[object |\bundefined\b|\bNaN\b|Cannot (read|convert|set|access)|is not (a function|iterable|defined)|Unexpected (token|end|non-whitespace)|Maximum call stack|Invalid (array|string) length|Converting circular|\bat \S*[\w>)] ?\(?\S+\.[cm]?[jt]s:\d+|ZodError|TypeError|RangeError|SyntaxError/;
/** What n8n would show as something else than text. */
const MARKUP = /[<>\p{Cc}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;
const LONGEST = { message: 600, description: 4000 };

/**
 * What is unclear, or worse, about an error.
 * @param own text of the mutated answer that the error may repeat: it is then the API's word, not the program's
 * @returns undefined when it can be shown to people
 */
export function findUnclearText(error: ErrorText, own = ''): string | undefined {
	const { message, description, name } = error;
	if (name !== 'NodeApiError' && name !== 'NodeOperationError')
		return `${name ?? 'something'} was thrown: ${String(message)}`;
	if (typeof message !== 'string' || message.trim() === '') return 'it has no message';
	if (typeof description !== 'string' || description.trim() === '') return 'it has no description';
	for (const [part, text] of Object.entries({ message, description })) {
		const strange = PROGRAM.exec(text)?.[0];
		if (strange !== undefined && !own.includes(strange)) return `its ${part} has "${strange}"`;
		if (MARKUP.test(text)) return `its ${part} has markup or control characters: ${text}`;
		if (text.length > LONGEST[part as keyof typeof LONGEST]) return `its ${part} is too long`;
		if (/Signature=/.test(text)) return `its ${part} shows a signature: ${text}`;
	}
	return undefined;
}

/** What is wrong with the JSON of an item; undefined when n8n can live with it. */
export function findInvalidValue(json: unknown): string | undefined {
	if (typeof json !== 'object' || json === null || Array.isArray(json)) return 'it is no object';
	if ('error' in json && Object.hasOwn(json, 'error')) return 'it has a top-level "error"';
	let text: string;
	try {
		text = JSON.stringify(json);
		structuredClone(json);
	} catch (error) {
		return `it cannot be stored: ${String(error)}`;
	}
	if (text.includes('"__proto__"') && holdsPrototype(json)) return 'it holds "__proto__"';
	if (isPolluted()) return 'the prototype of all objects was changed';
	return undefined;
}

/** What is wrong with an item as a whole. */
export function findInvalidItem(
	{ json, pairedItem }: INodeExecutionData,
	items: number,
): string | undefined {
	const index =
		typeof pairedItem === 'object' && !Array.isArray(pairedItem) ? pairedItem.item : undefined;
	if (index === undefined || index < 0 || index >= items) return 'it is paired with nothing';
	return findInvalidValue(json);
}

const isPolluted = () => 'polluted' in {} || 'polluted' in [];

function holdsPrototype(value: unknown): boolean {
	if (typeof value !== 'object' || value === null) return false;
	const prototype: unknown = Object.getPrototypeOf(value);
	if (Object.hasOwn(value, '__proto__')) return true;
	if (prototype !== Object.prototype && prototype !== Array.prototype && prototype !== null)
		return true;
	return Object.values(value).some(holdsPrototype);
}
