import { createDeleteOperation, createJobOperations } from '../operationFactories';

export { create } from './create.operation';
export { createFinal } from './createFinal.operation';
export { createFromEffect } from './createFromEffect.operation';
export { createFromFrames } from './createFromFrames.operation';
export { createFusion } from './createFusion.operation';
export { createTransition } from './createTransition.operation';
export { extend } from './extend.operation';
export { getEffects } from './getEffects.operation';
export { getRestyles } from './getRestyles.operation';
export { getVoices } from './getVoices.operation';
export { lipSync } from './lipSync.operation';
export { modify } from './modify.operation';
export { motionControl } from './motionControl.operation';
export { restyle } from './restyle.operation';
export { upscale } from './upscale.operation';

export const deleteVideo = createDeleteOperation('video');
export const { download, get, getAll, wait } = createJobOperations('video');
