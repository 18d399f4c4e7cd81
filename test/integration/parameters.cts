import type { INodeParameterResourceLocator, INodeParameters } from 'n8n-workflow';

/** Node parameters as the editor stores them. Each builder takes what the test is about. */

const locator = (mode: string, value: string | number): INodeParameterResourceLocator => ({
	__rl: true,
	mode,
	value,
});

/** A model chosen from the list. */
export const model = (id: string) => locator('list', id);
/** A model typed by hand. */
export const typedModel = (id: string) => locator('id', id);
/** A model that an expression names: the editor cannot know it and shows every field. */
export const modelByExpression = (id: string) => locator('id', `={{ '${id}' }}`);
/** An account chosen from the list; '' is any account with a free slot. */
export const account = (email: string) => locator('list', email);
/** An account typed by hand. */
export const typedAccount = (email: string) => locator('email', email);
/** A media input from a binary field of the item. */
export const fromBinary = (field = 'data') => locator('binary', field);
/** A media input from a web address. */
export const fromUrl = (url: string) => locator('url', url);
/** A media input that was uploaded before. */
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

const operation =
	(resource: string, name: string, usual: INodeParameters = {}) =>
	(parameters: INodeParameters = {}): INodeParameters => ({
		resource,
		operation: name,
		...usual,
		...parameters,
	});

export const accountGetAll = operation('account', 'getAll');
export const accountGetFeatures = operation('account', 'getFeatures');
export const schedulerGetAll = operation('scheduler', 'getAll');
export const schedulerGetAvailable = operation('scheduler', 'getAvailable');
export const schedulerCancel = (jobId: string) => operation('scheduler', 'cancel')({ jobId });
export const fileUpload = operation('file', 'upload', { file: fromBinary() });
export const videoCreate = operation('video', 'create', { prompt: 'a lighthouse at dusk' });
export const videoGetAll = operation('video', 'getAll');

const onVideo = (name: string) => {
	const build = operation('video', name);
	return (videoId: string, parameters: INodeParameters = {}) => build({ videoId, ...parameters });
};

export const videoGet = onVideo('get');
export const videoWait = onVideo('wait');
export const videoDownload = onVideo('download');
export const videoDelete = onVideo('delete');

export const imageCreate = operation('image', 'create', { prompt: 'a red bicycle' });
export const imageUpscale = operation('image', 'upscale');
export const musicCreate = operation('music', 'create', { prompt: 'warm lo-fi' });
export const musicVideoCreate = operation('musicVideo', 'create', { song: fromBinary() });
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
export const restyle = operation('video', 'restyle', { prompt: 'as a watercolor' });
export const lipSync = operation('video', 'lipSync');
export const upscale = operation('video', 'upscale');
export const createFinal = onVideo('createFinal');
export const motionControl = operation('video', 'motionControl');
export const upsert = operation('account', 'upsert', {
	email: 'new@example.com',
	password: 'open sesame',
	maxJobs: 4,
});

/** Any operation with the given parameters. */
export const buildParameters = (resource: string, name: string, parameters: INodeParameters = {}) =>
	operation(resource, name)(parameters);
