import { musicModels, speechModels } from './audioModels';
import { getOwn } from './lookup';
import { imageModels } from './imageModels';
import { videoModels } from './videoModels';

const MODELS: Readonly<Record<string, Readonly<Record<string, { name: string }>>>> = {
	image: imageModels,
	music: musicModels,
	speech: speechModels,
	video: videoModels,
};

/** The models of a kind by ID; none for what is made without. */
export function getModels(kind: string): Readonly<Record<string, { name: string }>> {
	return getOwn(MODELS, kind) ?? {};
}
