import type { INodeParameterResourceLocator, INodeParameters } from 'n8n-workflow';

/** Node parameters as the editor stores them. Each builder takes what the test is about. */

const locator = (mode: string, value: string): INodeParameterResourceLocator => ({
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
