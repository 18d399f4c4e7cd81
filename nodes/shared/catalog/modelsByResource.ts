import { musicModels, speechModels } from './audioModels';
import { getOwn } from './lookup';
import { imageModels } from './imageModels';
import { upscalers } from './upscalers';
import { videoModels } from './videoModels';

const MODELS: Readonly<Record<string, Readonly<Record<string, { name: string }>>>> = {
	image: imageModels,
	music: musicModels,
	speech: speechModels,
	video: videoModels,
};

/** The models of a kind and operation by ID; none for operations without a model. */
export function getModels(
	kind: string,
	operation?: string,
): Readonly<Record<string, { name: string }>> {
	return getOwn(operation === 'upscale' ? upscalers : MODELS, kind) ?? {};
}
