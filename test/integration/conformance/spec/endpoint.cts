import type { INodeParameters } from 'n8n-workflow';

import { fileEntry, fileList, fromList, fromPath } from '../../parameters.cts';

/**
 * The API reference as data: the parameters of each endpoint, by their names. Written from the reference alone, so that
 * the tests can compare both the node and the simulator with it.
 *
 * `{image}`, `{video}`, and `{audio}` are placeholders for paths of uploads; `{videoId}`, `{draftId}`, `{imageId}`,
 * `{finishedImageId}`, `{musicVideoId}`, `{musicId}`, and `{speechId}` for IDs of existing generations; `{account}` for the
 * configured account.
 */
export interface Endpoint {
	/** The title of its page in the reference: `POST videos/create`. */
	readonly call: string;
	/** Whether the overview page of 2026-03-09 lists it, or when it was added. */
	readonly since: 'overview' | string;
	/** Operations that cover it, as `resource.operation`. Its parameters are tested with the first one. */
	readonly operations: readonly string[];
	/** Node parameters of the smallest valid request. */
	readonly base: INodeParameters;
	readonly parameters: readonly Parameter[];
}

/** A JSON type, the path of an upload, or a type that the reference doesn't decide between text and number. */
export type Type = 'string' | 'integer' | 'number' | 'boolean' | 'upload' | 'string or number';

export interface Parameter {
	readonly name: string;
	readonly location: 'body' | 'query' | 'path' | 'header' | 'bytes';
	readonly type: Type;
	readonly required: boolean;
	/** Another operation than the endpoint's first, with its own `base`. */
	readonly operation?: string;
	readonly base?: INodeParameters;
	/** The field of the node: `duration`, `options.seed`, `images.file`. */
	readonly field: string;
	/** Node parameters that set it, and others that it requires. */
	readonly set: INodeParameters;
	/** The value that the API receives. */
	readonly sent: unknown;
	/** Values that the API rejects besides those of a wrong type, with their status if it isn't 400. */
	readonly rejected: ReadonlyArray<unknown | { readonly value: unknown; readonly status: number }>;
	/** The API accepts any value. */
	readonly unchecked?: true;
}

type More = Partial<Omit<Parameter, 'name' | 'type' | 'field'>> & {
	/** Node parameters that it requires. */
	readonly with?: INodeParameters;
};

/** Node parameters that set a field, by its dotted name. */
function toNodeParameters(field: string, value: unknown): INodeParameters {
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
	const set = { ...others, ...toNodeParameters(field, sample) };
	const [first = ''] = field.split('.');
	// Keeps the other options of the same collection.
	if (field.includes('.') && others?.[first])
		set[first] = { ...(others[first] as INodeParameters), ...(set[first] as INodeParameters) };
	const base = { location: 'body', required: false, set, sent: sample, rejected: [] } as const;
	return { name, type, field, ...base, ...more };
}

/** A list of files of one kind. */
export const files = (count: number, value: string, more: INodeParameters = {}): INodeParameters =>
	fileList(...Array.from({ length: count }, () => fileEntry(fromPath(value), more)));

/** Parameters such as `frame_#_path` from number `first` to `last`, all set by the same list of the node. */
export function numberedParameters(
	name: string,
	[first, last]: readonly [number, number],
	list: string,
	value: string,
	more: More | ((number: number) => More) = {},
): Parameter[] {
	return Array.from({ length: last - first + 1 }, (_, index) => {
		const number = first + index;
		const others = typeof more === 'function' ? more(number) : more;
		return parameter(name.replace('#', String(number)), 'upload', `${list}.file`, undefined, {
			sent: value,
			...others,
			set: { ...others.with, [list]: files(number, value) },
		});
	});
}

/**
 * Parameters of every create.
 * @param nodeParameters parameters with which the account isn't the account of the source
 */
export function commonParameters(nodeParameters: INodeParameters = {}): Parameter[] {
	return [
		parameter('email', 'string', 'account', fromList('{account}'), {
			sent: '{account}',
			with: nodeParameters,
			rejected: [{ value: 'nobody@example.com', status: 404 }],
		}),
		parameter('replyUrl', 'string', 'options.replyUrl', 'http://127.0.0.1:9/finished', {
			rejected: ['x'.repeat(1025)],
		}),
		// The node appends its own reference to the user's.
		parameter('replyRef', 'string', 'options.replyRef', 'order 7', {
			sent: 'order 7 ',
			rejected: ['x'.repeat(1025)],
		}),
		parameter('maxJobs', 'integer', 'options.maxJobs', 3, { rejected: [0, 9] }),
	];
}

export const model = (id: string, sent = id, more: More = {}): Parameter =>
	parameter('model', 'string', 'model', fromList(id), {
		sent,
		rejected: ['no-such-model'],
		...more,
	});

export const seed = (more: More = {}): Parameter =>
	parameter('seed', 'integer', 'options.seed', 42, { rejected: [-1, 2_147_483_648], ...more });

export const flag = (name: string, field: string, more: More = {}): Parameter =>
	parameter(name, 'boolean', `options.${field}`, true, more);

export const offPeak = flag('off_peak_mode', 'offPeakMode');
export const preview = flag('preview_mode', 'previewMode');
