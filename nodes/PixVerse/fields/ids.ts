import type { INodeProperties } from 'n8n-workflow';

/** A video made before. */
export const videoId: INodeProperties = {
	displayName: 'Video ID',
	name: 'videoId',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. user:1234-pixverse:studio@example.com-video:5678',
	description: 'ID as Create and Get Many return it',
};
