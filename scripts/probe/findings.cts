/** The kinds of differences between the API and the nodes. */
export type DifferenceKind =
	| 'unreadable'
	| 'unknown field'
	| 'unknown value'
	| 'unknown status'
	| 'unknown model'
	| 'unknown quality'
	| 'not in the API'
	| 'limit'
	| 'price'
	| 'no quote'
	| 'no file';

interface Difference {
	readonly kind: DifferenceKind;
	readonly detail: string;
}

/** The result of comparing one API call. */
export class Check {
	/** E.g. "40 rows". */
	summary = '';
	readonly notes: string[] = [];
	readonly #differences = new Map<string, Difference>();

	/** @param call As in the API reference, e.g. `GET videos/effects`. */
	constructor(readonly call: string) {}

	/** The same difference of several rows counts once. */
	report(kind: DifferenceKind, detail: string): void {
		this.#differences.set(`${kind} ${detail}`, { kind, detail });
	}

	note(text: string): void {
		if (!this.notes.includes(text)) this.notes.push(text);
	}

	get differences(): Difference[] {
		return [...this.#differences.values()];
	}
}

const MAX_VALUE_CHARS = 60;

/** Shows a value of the API only if it looks like an ID, a model, or a status. Anything else may be private. */
export function showValue(value: unknown): string {
	if (typeof value === 'number' || typeof value === 'boolean' || value === null) {
		return String(value);
	}
	if (typeof value === 'string') {
		return value.length <= MAX_VALUE_CHARS && /^[\w.:+-]*$/.test(value)
			? `"${value}"`
			: `(a text of ${value.length} characters)`;
	}
	return Array.isArray(value) ? '(a list)' : `(${typeof value})`;
}

/** Shows the name of a field only if it looks like one: some objects have emails as keys. */
export const showName = (name: string): string =>
	/^\w{1,60}$/.test(name) ? name : `(a name of ${name.length} characters)`;

/** Fields whose values must not be shown anywhere. */
const PRIVATE_FIELDS = /prompt|lyrics|^text$|email|username|nick_name|token|replyref/i;
/** Shorter values would remove ordinary words. */
const MIN_PRIVATE_CHARS = 5;

/** Removes secrets from everything that is printed or written: the last line of defense. */
export class Redactor {
	readonly #secrets = new Set<string>();

	constructor(token: string) {
		this.#secrets.add(token);
	}

	/** Adds the private values of a response to the texts that are removed. */
	addSecrets(value: unknown, name = ''): void {
		if (typeof value === 'string') {
			if (PRIVATE_FIELDS.test(name) && value.length >= MIN_PRIVATE_CHARS) this.#secrets.add(value);
		} else if (typeof value === 'object' && value !== null) {
			for (const [key, inner] of Object.entries(value)) {
				this.addSecrets(inner, Array.isArray(value) ? name : key);
			}
		}
	}

	redact(text: string): string {
		let result = text;
		// The longest first: one may be a part of another.
		for (const secret of [...this.#secrets].sort((a, b) => b.length - a.length)) {
			result = result.split(secret).join('[hidden]');
		}
		return result
			.replace(/https?:\/\/[^\s"'|)]+/gi, '[URL]')
			.replace(/user:\d+-[^\s"'|)]+/gi, '[ID]')
			.replace(/[^\s@"'|:(]+@[^\s@"'|)]+/g, '[email]')
			.replace(/bearer\s+\S+/gi, 'Bearer [hidden]');
	}
}
