import type { INodeProperties } from 'n8n-workflow';

/** A ready-made look. */
export const restyleId: INodeProperties = {
	displayName: 'Style',
	name: 'restyleId',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	description: 'Ready-made look to start from; may stay empty',
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Choose a style',
			typeOptions: { searchListMethod: 'searchRestyles', searchable: true },
		},
		{ displayName: 'ID', name: 'id', type: 'string', placeholder: 'e.g. 12' },
	],
};
