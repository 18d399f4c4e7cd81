import { searchableLocator } from '../../shared/descriptions/searchableLocator';

export const templateId = searchableLocator({
	displayName: 'Effect',
	name: 'templateId',
	required: true,
	description: 'Effect to apply to the images. The effect determines the model and the duration.',
	searchListMethod: 'searchEffects',
	manualMode: { name: 'id', displayName: 'ID', placeholder: 'e.g. 326733946317888' },
});

export const effectQuality = searchableLocator({
	displayName: 'Quality',
	name: 'effectQuality',
	description:
		'Resolution, one of those that the effect supports. Leave empty for the first of them.',
	searchListMethod: 'searchEffectQualities',
	placeholder: 'Choose a quality (optional)',
	manualMode: { name: 'value', displayName: 'By Value', placeholder: 'e.g. 720p' },
});
