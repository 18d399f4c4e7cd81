import type { INodeProperties, INodePropertyMode } from 'n8n-workflow';

const locator: { modes: INodePropertyMode[] } = {
	modes: [
		{
			displayName: 'Binary Field',
			name: 'binary',
			type: 'string',
			hint: 'Name of the input field with the file',
			placeholder: 'e.g. data',
		},
		{
			displayName: 'URL',
			name: 'url',
			type: 'string',
			hint: 'The file is fetched by n8n and uploaded',
			placeholder: 'e.g. https://example.com/photo.png',
		},
		{
			displayName: 'Uploaded Path',
			name: 'path',
			type: 'string',
			hint: 'As File: Upload returns it',
			placeholder: 'e.g. upload/1a2b3c.png',
		},
	],
};

/** A file to use: from the item, the web, or an earlier upload. What needs uploading is uploaded by the node. */
export function media(field: {
	displayName: string;
	name: string;
	description: string;
	/** File: Upload itself takes no uploaded path. */
	withoutPath?: true;
	required?: true;
	default?: string;
}): INodeProperties {
	const { withoutPath, default: value = '', ...shown } = field;
	return {
		...shown,
		type: 'resourceLocator',
		default: { mode: 'binary', value },
		modes: withoutPath ? locator.modes.filter(({ name }) => name !== 'path') : locator.modes,
	};
}
