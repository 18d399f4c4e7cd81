import { searchableLocator } from './searchableLocator';
import { COSTS_CREDITS_HINT } from './modelDependentFields';

/** The effect to apply. */
export const templateId = searchableLocator({
	displayName: 'Effect',
	name: 'templateId',
	required: true,
	description: 'What happens to the images. Model and length come with the effect.',
	hint: COSTS_CREDITS_HINT,
	searchListMethod: 'searchEffects',
	manualMode: { name: 'id', displayName: 'ID', placeholder: 'e.g. 326733946317888' },
});

/** One of the qualities the chosen effect offers. */
export const effectQuality = searchableLocator({
	displayName: 'Quality',
	name: 'effectQuality',
	description: 'Resolution, one of those the effect offers. Leave it empty for the first of them.',
	searchListMethod: 'searchEffectQualities',
	placeholder: 'Choose a quality',
	manualMode: { name: 'value', displayName: 'By Value', placeholder: 'e.g. 720p' },
});
