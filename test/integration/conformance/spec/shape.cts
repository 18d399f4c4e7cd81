import type { INodeParameters } from 'n8n-workflow';

/**
 * The API reference as data: what each endpoint takes, by its own names. Written from the reference alone, so that the
 * node and the simulator can both be held against it.
 *
 * `{image}`, `{video}`, `{audio}` stand for paths of uploads, `{videoId}`, `{draftId}`, `{imageId}`,
 * `{finishedImageId}`, `{musicVideoId}`, `{musicId}`, `{speechId}` for IDs of what was made before, `{account}` for the configured account.
 */
export interface Endpoint {
	/** As the reference heads its page: `POST videos/create`. */
	readonly call: string;
	/** Whether the overview page of 2026-03-09 lists it, or when it was added. */
	readonly since: 'overview' | string;
	/** Operations that cover it, as `resource.operation`; the first is the one its parameters are tried with. */
	readonly operations: readonly string[];
	/** Node parameters of a request that is as small as can be. */
	readonly base: INodeParameters;
	readonly parameters: readonly Parameter[];
}

/** Types of JSON, an upload's path, or what the reference leaves between text and number. */
export type Type = 'string' | 'integer' | 'number' | 'boolean' | 'upload' | 'string or number';

export interface Parameter {
	readonly name: string;
	readonly place: 'body' | 'query' | 'path' | 'header' | 'bytes';
	readonly type: Type;
	readonly required: boolean;
	/** Another operation than the endpoint's first, with the base of its own. */
	readonly operation?: string;
	readonly base?: INodeParameters;
	/** Where the node offers it: `duration`, `options.seed`, `images.file`. */
	readonly field: string;
	/** Node parameters that say it, and others it goes with. */
	readonly set: INodeParameters;
	/** What the API receives. */
	readonly sent: unknown;
	/** Values that the API rejects besides those of a wrong type, with their status if it isn't 400. */
	readonly refused: ReadonlyArray<unknown | { readonly value: unknown; readonly status: number }>;
	/** The API takes anything here. */
	readonly unchecked?: true;
}

type More = Partial<Omit<Parameter, 'name' | 'type' | 'field'>> & {
	/** Node parameters that it goes with. */
	readonly with?: INodeParameters;
};

/** Sets a field by its dotted name. */
function setting(field: string, value: unknown): INodeParameters {
	const [first = '', second] = field.split('.');
	const entry = value as INodeParameters[string];
	return second === undefined ? { [first]: entry } : { [first]: { [second]: entry } };
}

/** One parameter; `sample` is what the user enters in `field`. */
export function parameter(
	name: string,
	type: Type,
	field: string,
	sample: unknown,
	{ with: others, ...more }: More = {},
): Parameter {
	const set = { ...others, ...setting(field, sample) };
	const [first = ''] = field.split('.');
	// An option that goes with others is put beside them.
	if (field.includes('.') && others?.[first])
		set[first] = { ...(others[first] as INodeParameters), ...(set[first] as INodeParameters) };
	const base = { place: 'body', required: false, set, sent: sample, refused: [] } as const;
	return { name, type, field, ...base, ...more };
}

/** A value of a resource locator, chosen from its list. */
export const chosen = (value: string | number): INodeParameters => ({
	__rl: true,
	mode: 'list',
	value,
});

/** A media field that holds the path of an upload. */
export const path = (value: string): INodeParameters => ({ __rl: true, mode: 'path', value });

/** A list of files of one kind. */
export const files = (
	count: number,
	value: string,
	more: INodeParameters = {},
): INodeParameters => ({
	entries: Array.from({ length: count }, () => ({ file: path(value), ...more })),
});

/** `frame_#_path` from place `first` to `last`, each offered by the same list. */
export function numbered(
	name: string,
	[first, last]: readonly [number, number],
	list: string,
	value: string,
	more: More | ((place: number) => More) = {},
): Parameter[] {
	return Array.from({ length: last - first + 1 }, (_, index) => {
		const place = first + index;
		const others = typeof more === 'function' ? more(place) : more;
		return parameter(name.replace('#', String(place)), 'upload', `${list}.file`, undefined, {
			sent: value,
			...others,
			set: { ...others.with, [list]: files(place, value) },
		});
	});
}

/**
 * What every create takes.
 * @param elsewhere where the account is not that of the source anyway
 */
export function shared(elsewhere: INodeParameters = {}): Parameter[] {
	return [
		parameter('email', 'string', 'account', chosen('{account}'), {
			sent: '{account}',
			with: elsewhere,
			refused: [{ value: 'nobody@example.com', status: 404 }],
		}),
		parameter('replyUrl', 'string', 'options.replyUrl', 'http://127.0.0.1:9/finished', {
			refused: ['x'.repeat(1025)],
		}),
		// The node adds its own reference behind the user's.
		parameter('replyRef', 'string', 'options.replyRef', 'order 7', {
			sent: 'order 7 ',
			refused: ['x'.repeat(1025)],
		}),
		parameter('maxJobs', 'integer', 'options.maxJobs', 3, { refused: [0, 9] }),
	];
}

export const model = (id: string, sent = id, more: More = {}): Parameter =>
	parameter('model', 'string', 'model', chosen(id), { sent, refused: ['no-such-model'], ...more });

export const seed = (more: More = {}): Parameter =>
	parameter('seed', 'integer', 'options.seed', 42, { refused: [-1, 2_147_483_648], ...more });

export const flag = (name: string, field: string, more: More = {}): Parameter =>
	parameter(name, 'boolean', `options.${field}`, true, more);

export const offPeak = flag('off_peak_mode', 'offPeakMode');
export const preview = flag('preview_mode', 'previewMode');
