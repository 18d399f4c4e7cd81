import type { INodeParameterResourceLocator, INodeParameters } from 'n8n-workflow';

/* Builders of node parameters as the editor stores them. Tests only pass the parameters that they are about. */

const locator = (mode: string, value: string | number): INodeParameterResourceLocator => ({
	__rl: true,
	mode,
	value,
});

/** A model chosen from the list. */
export const model = (id: string) => locator('list', id);
/** A model that the user has typed. */
export const typedModel = (id: string) => locator('id', id);
/** A model from an expression. The editor can't evaluate it, so it shows all fields. */
export const modelByExpression = (id: string) => locator('id', `={{ '${id}' }}`);
/** An account chosen from the list; '' is any account with a free slot. */
export const account = (email: string) => locator('list', email);
/** An account that the user has typed. */
export const typedAccount = (email: string) => locator('email', email);
/** A media input from a binary field of the item. */
export const fromBinary = (field = 'data') => locator('binary', field);
/** A media input from a URL. */
export const fromUrl = (url: string) => locator('url', url);
/** A media input from the path of an earlier upload. */
export const fromPath = (path: string) => locator('path', path);

export const fromList = (value: string | number) => locator('list', value);
export const byId = (value: string) => locator('id', value);

/** A list of files as the editor stores it. */
export const fileList = (...entries: INodeParameters[]): INodeParameters => ({ entries });
export const fileEntry = (
	media: INodeParameterResourceLocator,
	more: INodeParameters = {},
): INodeParameters => ({
	file: media,
	...more,
});

const defineOperation =
	(resource: string, name: string, defaults: INodeParameters = {}) =>
	(parameters: INodeParameters = {}): INodeParameters => ({
		resource,
		operation: name,
		...defaults,
		...parameters,
	});

export const accountGetAll = defineOperation('account', 'getAll');
export const accountGetFeatures = defineOperation('account', 'getFeatures');
export const schedulerGetAll = defineOperation('scheduler', 'getAll');
export const schedulerGetAvailable = defineOperation('scheduler', 'getAvailable');
export const schedulerCancel = (jobId: string) => defineOperation('scheduler', 'cancel')({ jobId });
export const fileUpload = defineOperation('file', 'upload', { file: fromBinary() });
export const videoCreate = defineOperation('video', 'create', { prompt: 'a lighthouse at dusk' });
export const videoGetAll = defineOperation('video', 'getAll');

const defineVideoOperation = (name: string) => {
	const build = defineOperation('video', name);
	return (videoId: string, parameters: INodeParameters = {}) => build({ videoId, ...parameters });
};

export const videoGet = defineVideoOperation('get');
export const videoWait = defineVideoOperation('wait');
export const videoDownload = defineVideoOperation('download');
export const videoDelete = defineVideoOperation('delete');

export const imageCreate = defineOperation('image', 'create', { prompt: 'a red bicycle' });
export const imageUpscale = defineOperation('image', 'upscale');
export const musicCreate = defineOperation('music', 'create', { prompt: 'warm lo-fi' });
export const musicVideoCreate = defineOperation('musicVideo', 'create', { song: fromBinary() });
export const speechCreate = defineOperation('speech', 'create', {
	text: 'Good morning!',
	voiceId: fromList('minimax_english_radiant_girl'),
});
export const fromEffect = defineOperation('video', 'createFromEffect');
export const fromFrames = defineOperation('video', 'createFromFrames');
export const transition = defineOperation('video', 'createTransition');
export const fusion = defineOperation('video', 'createFusion', { prompt: '@image1 walks' });
export const extend = defineOperation('video', 'extend');
export const modify = defineOperation('video', 'modify', { prompt: 'a red car' });
export const restyle = defineOperation('video', 'restyle', { prompt: 'as a watercolor' });
export const lipSync = defineOperation('video', 'lipSync');
export const upscale = defineOperation('video', 'upscale');
export const createFinal = defineVideoOperation('createFinal');
export const motionControl = defineOperation('video', 'motionControl');
export const upsert = defineOperation('account', 'upsert', {
	email: 'new@example.com',
	password: 'open sesame',
	maxJobs: 4,
});

/** Any operation with the given parameters. */
export const buildParameters = (resource: string, name: string, parameters: INodeParameters = {}) =>
	defineOperation(resource, name)(parameters);
