import type { INodeParameterResourceLocator, INodeParameters } from 'n8n-workflow';

import type { RequestEntry } from '../../../simulator/requests.cts';
import type { Studio } from '../test-bed.cts';

/** Builders for the operations, and what a test wants to know of what was sent. */

const locator = (mode: string, value: string | number) => ({ __rl: true, mode, value });
export const fromList = (value: string | number) => locator('list', value);
export const byId = (value: string) => locator('id', value);

/** A list of files as the editor stores it. */
export const files = (...entries: INodeParameters[]): INodeParameters => ({ entries });
export const file = (
	media: INodeParameterResourceLocator,
	more: INodeParameters = {},
): INodeParameters => ({
	file: media,
	...more,
});

const operation =
	(resource: string, name: string, usual: INodeParameters = {}) =>
	(parameters: INodeParameters = {}): INodeParameters => ({
		resource,
		operation: name,
		...usual,
		...parameters,
	});

export const imageCreate = operation('image', 'create', { prompt: 'a red bicycle' });
export const musicCreate = operation('music', 'create', { prompt: 'warm lo-fi' });
export const speechCreate = operation('speech', 'create', {
	text: 'Good morning!',
	voiceId: fromList('minimax_english_radiant_girl'),
});
export const fromEffect = operation('video', 'createFromEffect');
export const fromFrames = operation('video', 'createFromFrames');
export const transition = operation('video', 'createTransition');
export const fusion = operation('video', 'createFusion', { prompt: '@image1 walks' });
export const extend = operation('video', 'extend');
export const modify = operation('video', 'modify', { prompt: 'a red car' });
export const restyle = operation('video', 'restyle', { prompt: 'as a watercolour' });
export const lipSync = operation('video', 'lipSync');
export const upscale = operation('video', 'upscale');
export const motionControl = operation('video', 'motionControl');
export const upsert = operation('account', 'upsert', {
	email: 'new@example.com',
	password: 'open sesame',
	maxJobs: 4,
});

/** Any operation that needs nothing but its own parameters. */
export const use = (resource: string, name: string, parameters: INodeParameters = {}) =>
	operation(resource, name)(parameters);

/** The requests that make something, oldest first. */
export const creates = ({ simulator }: Studio): RequestEntry[] =>
	simulator.requests.filter(
		({ method, path, host }) =>
			host === 'api' && method === 'POST' && !/\/(files|accounts)\b/.test(path),
	);

/** Path and body of the only create, without the node's own reference. */
export function created(here: Studio): { path: string; body: Record<string, unknown> } {
	const [only, second] = creates(here);
	if (only === undefined || second !== undefined)
		throw new Error('Not exactly one create was sent');
	const { replyRef: _own, ...body } = only.body as Record<string, unknown>;
	return { path: only.path.replace('/v2/pixverse/', ''), body };
}

export const uploadsTo = ({ simulator }: Studio): RequestEntry[] =>
	simulator.requests.filter(({ method, path }) => method === 'POST' && /\/files\/?$/.test(path));

/** A finished video of PixVerse's own, made without the node. */
export function oldVideo({ simulator }: Studio, email?: string): string {
	simulator.seedVideos(1, email);
	return simulator.jobs.at(-1)?.id ?? '';
}

/** What every item looks like with Simplify. */
export const SIMPLIFIED = [
	'id',
	'status',
	'url',
	'credits',
	'account',
	'model',
	'quality',
	'duration',
	'prompt',
	'createdAt',
];
