/** Why a request would be refused: the parameter by its API name, what is wrong with it, what to do. */
export interface Objection {
	/** API name, e.g. `aspect_ratio`. */
	parameter: string;
	/** Goes behind the parameter's name: "is 12 s, but v5.6 makes 1 to 10 s". */
	because: string;
	advice: string;
}

/** The part of zod's refinement context used here; the same in zod 3 and 4. */
export interface Refinement {
	addIssue(issue: {
		code: 'custom';
		path: string[];
		message: string;
		params: { advice: string; doubtful: boolean };
	}): void;
}

/** Says what is wrong with a parameter. */
type Report = (refinement: Refinement, parameter: string, because: string, advice: string) => void;

/** Adds an objection to what a contract finds: the request is not sent. */
export const object: Report = reporting(false);

/** Adds a doubt: the request is sent, the user is told, and the API decides. For what the catalog is unsure of. */
export const doubt: Report = reporting(true);

function reporting(doubtful: boolean): Report {
	return (refinement, parameter, because, advice) =>
		refinement.addIssue({
			code: 'custom',
			path: [parameter],
			message: because,
			params: { advice, doubtful },
		});
}

/** A zod issue, as far as zod 3 and 4 agree on it. */
interface Issue {
	code?: string;
	path: PropertyKey[];
	message: string;
	params?: Record<string, unknown>;
	maximum?: unknown;
	minimum?: unknown;
	expected?: unknown;
	/** What an enumeration allows: `options` in zod 3, `values` in zod 4. */
	options?: unknown;
	values?: unknown;
}

/** A zod schema, as far as it is used here. */
export interface Contract {
	safeParse(
		body: unknown,
	): { success: true } | { success: false; error: { issues: readonly unknown[] } };
}

/** Everything a contract has against a request body; empty when it may be sent. */
export function objectionsTo(contract: Contract, body: Record<string, unknown>): Objection[] {
	return found(contract, body, false);
}

/** What speaks against a request body and is not certain. */
export function doubtsAbout(contract: Contract, body: Record<string, unknown>): Objection[] {
	return found(contract, body, true);
}

function found(contract: Contract, body: Record<string, unknown>, doubtful: boolean): Objection[] {
	const read = contract.safeParse(body);
	if (read.success) return [];
	return (read.error.issues as readonly Issue[])
		.filter(({ params }) => (params?.doubtful === true) === doubtful)
		.map((issue) => {
			const parameter = String(issue.path[0] ?? '');
			return { parameter, ...inWords(issue, body[parameter]) };
		});
}

function inWords(issue: Issue, value: unknown): Omit<Objection, 'parameter'> {
	const advice = issue.params?.advice;
	if (typeof advice === 'string') return { because: issue.message, advice };
	if (issue.code === 'too_big')
		return typeof value === 'string'
			? {
					because: `has ${count(value.length)} characters, but the API takes at most ${count(issue.maximum)}`,
					advice: 'Shorten it.',
				}
			: {
					because: `is ${String(value)}, but at most ${count(issue.maximum)} is allowed`,
					advice: 'Choose a smaller value.',
				};
	if (issue.code === 'too_small')
		return {
			because: `is ${String(value)}, but at least ${count(issue.minimum)} is needed`,
			advice: 'Choose a larger value.',
		};
	const allowed = issue.options ?? issue.values;
	if (Array.isArray(allowed) && allowed.length > 0)
		return {
			because: `is ${String(value)}, but has to be ${allowed.slice(0, -1).join(', ')} or ${allowed.at(-1)}`,
			advice: 'Choose one of these.',
		};
	const expected = typeof issue.expected === 'string' ? article(issue.expected) : 'another type';
	return {
		because: `is ${shown(value)}, but has to be ${expected}`,
		advice: 'Correct the value or its expression.',
	};
}

function article(type: string): string {
	if (type === 'integer' || type === 'int') return 'a whole number';
	return `${/^[aeiou]/.test(type) ? 'an' : 'a'} ${type}`;
}

function shown(value: unknown): string {
	if (typeof value === 'number' || typeof value === 'boolean') return String(value);
	if (value === undefined || value === null) return 'empty';
	return `${article(Array.isArray(value) ? 'array' : typeof value)}`;
}

function count(value: unknown): string {
	return typeof value === 'number' ? value.toLocaleString('en-US') : String(value);
}
