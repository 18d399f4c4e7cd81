import type { INodeProperties } from 'n8n-workflow';
import type { GenerationType } from '../../shared/api/generationTypes';

export function generationIdField(kind: GenerationType): INodeProperties {
	const noun = `${kind.charAt(0).toUpperCase()}${kind.slice(1)}`;
	return {
		displayName: `${noun} ID`,
		name: `${kind}Id`,
		type: 'string',
		default: '',
		required: true,
		placeholder: `e.g. user:12-pixverse:a@b.co-${kind}:34`,
		description: 'ID as returned by Create and Get Many',
	};
}
