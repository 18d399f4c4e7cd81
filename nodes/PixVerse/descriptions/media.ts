import type { INodeProperties, INodePropertyMode } from 'n8n-workflow';

const locator: { modes: INodePropertyMode[] } = {
	modes: [
		{
			displayName: 'Binary',
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
			hint: 'Path as File: Upload returns it',
			placeholder: 'e.g. upload/1a2b3c.png',
		},
		{
			displayName: 'PixVerse ID',
			name: 'id',
			type: 'string',
			hint: 'ID of a video made with PixVerse, as Create and Get Many return it',
			placeholder: 'e.g. user:12-pixverse:a@b.co-video:34',
		},
	],
};

const omitModes = (...left: string[]) => locator.modes.filter(({ name }) => !left.includes(name));

interface MediaField {
	displayName: string;
	name: string;
	description: string;
	required?: true;
	default?: string;
}

/** A file to use: from the item, the web, or an earlier upload. What needs uploading is uploaded by the node. */
export function fileField({ default: value = '', ...shown }: MediaField): INodeProperties {
	return {
		...shown,
		type: 'resourceLocator',
		default: { mode: 'binary', value },
		modes: omitModes('id'),
	};
}

/** A file to upload for later. */
export function uploadField({ default: value = '', ...shown }: MediaField): INodeProperties {
	return {
		...shown,
		type: 'resourceLocator',
		default: { mode: 'binary', value },
		modes: omitModes('id', 'path'),
	};
}

/** A video to start from: one that PixVerse made, by its ID, or any other. */
export const sourceVideoField: INodeProperties = {
	displayName: 'Source Video',
	name: 'sourceVideo',
	type: 'resourceLocator',
	default: { mode: 'id', value: '' },
	required: true,
	description: 'The video to start from: one made with PixVerse, or a file that the node uploads',
	modes: [...locator.modes].reverse(),
};

/** A list of files that the user adds to. It is numbered without gaps when it is sent. */
export function fileListField(list: {
	displayName: string;
	name: string;
	/** One entry, e.g. "Image". */
	entry: string;
	/** How many entries are there before the user adds any. */
	initialCount?: number;
	description: string;
	/** Further fields of an entry. */
	more?: INodeProperties[];
}): INodeProperties {
	const { displayName, name, entry, description, initialCount: atFirst = 0, more = [] } = list;
	return {
		displayName,
		name,
		description,
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, sortable: true },
		placeholder: `Add ${entry}`,
		default: {
			...(atFirst > 0 && { entries: Array.from({ length: atFirst }, () => ({})) }),
		},
		options: [
			{
				name: 'entries',
				displayName: entry,
				values: [
					fileField({
						displayName: entry,
						name: 'file',
						description: `The ${entry.toLowerCase()} to use`,
					}),
					...more,
				],
			},
		],
	};
}
