import { choice } from './searchableLocator';
import { COSTS } from './modelDependentFields';

/** The effect to apply. */
export const templateId = choice({
	displayName: 'Effect',
	name: 'templateId',
	required: true,
	description: 'What happens to the images. Model and length come with the effect.',
	hint: COSTS,
	searchedBy: 'searchEffects',
	typed: { name: 'id', displayName: 'ID', placeholder: 'e.g. 326733946317888' },
});

/** One of the qualities the chosen effect offers. */
export const effectQuality = choice({
	displayName: 'Quality',
	name: 'effectQuality',
	description: 'Resolution, one of those the effect offers. Leave it empty for the first of them.',
	searchedBy: 'searchEffectQualities',
	whileEmpty: 'Choose a quality',
	typed: { name: 'value', displayName: 'By Value', placeholder: 'e.g. 720p' },
});
