import { effectList, lipSyncVoiceList, restyleList } from '../../../shared/api/optionLists';
import { createJobOperations, createListOperation } from '../operationFactories';
import { createUpscaleOperation } from '../upscale';

export { create } from './create.operation';
export { createFinal } from './createFinal.operation';
export { createFromEffect } from './createFromEffect.operation';
export { createFromFrames } from './createFromFrames.operation';
export { createFusion } from './createFusion.operation';
export { createTransition } from './createTransition.operation';
export { extend } from './extend.operation';
export { lipSync } from './lipSync.operation';
export { modify } from './modify.operation';
export { motionControl } from './motionControl.operation';
export { restyle } from './restyle.operation';

export const upscale = createUpscaleOperation('video', {
	action: 'Upscale a video',
	description: 'Increase the resolution of a PixVerse video or of any other video up to 4K',
	source: 'Video to upscale: a PixVerse video, or an MP4 or MOV below 4K and up to 3 minutes',
});

export const getEffects = createListOperation(effectList, {
	name: 'Get Effects',
	value: 'getEffects',
	action: 'Get effects',
	description: 'List the effect templates with their number of images, qualities, and credits',
});

export const getRestyles = createListOperation(restyleList, {
	name: 'Get Styles',
	value: 'getRestyles',
	action: 'Get styles',
	description: 'List the predefined styles of Restyle. The API may have retired them.',
});

export const getVoices = createListOperation(lipSyncVoiceList, {
	name: 'Get Lip Sync Voices',
	value: 'getVoices',
	action: 'Get lip sync voices',
	description: 'List the voices of Lip Sync',
});

export const { delete: deleteVideo, download, get, getAll, wait } = createJobOperations('video');
