import type { INodeProperties } from 'n8n-workflow';
import { MAX_LYRICS_LENGTH } from '../../shared/catalog/audioModels';
import { formatNumber } from '../../shared/text';

export const instrumental: INodeProperties = {
	displayName: 'Instrumental',
	name: 'instrumental',
	type: 'boolean',
	default: false,
	description: 'Whether to generate music without vocals',
};

export const lyrics: INodeProperties = {
	displayName: 'Lyrics',
	name: 'lyrics',
	type: 'string',
	typeOptions: { rows: 4 },
	default: '',
	placeholder: 'e.g. Rain on the window, coffee for two',
	description: `Lyrics to sing, up to ${formatNumber(MAX_LYRICS_LENGTH)} characters. Leave empty to let the model write them. Not supported by Lyria.`,
	displayOptions: { show: { instrumental: [false] } },
};
