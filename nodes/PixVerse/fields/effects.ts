import type { INodeProperties } from 'n8n-workflow';

/** The effect to apply. */
export const templateId: INodeProperties = {
	displayName: 'Effect',
	name: 'templateId',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	description: 'What happens to the images. Model and length come with the effect.',
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			typeOptions: { searchListMethod: 'searchEffects', searchable: true },
		},
		{ displayName: 'ID', name: 'id', type: 'string', placeholder: 'e.g. 326733946317888' },
	],
};

/** One of the qualities the chosen effect offers. */
export const effectQuality: INodeProperties = {
	displayName: 'Quality',
	name: 'effectQuality',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	description: 'Resolution, one of those the effect offers. Leave it empty for the first of them.',
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Choose a quality',
			typeOptions: { searchListMethod: 'searchEffectQualities' },
		},
		{ displayName: 'By Value', name: 'value', type: 'string', placeholder: 'e.g. 720p' },
	],
};
