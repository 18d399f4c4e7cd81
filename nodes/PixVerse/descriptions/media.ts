import type { INodeProperties, INodePropertyMode } from 'n8n-workflow';
import { capitalize } from '../../shared/text';

const locator: { modes: INodePropertyMode[] } = {
	modes: [
		{
			displayName: 'Binary',
			name: 'binary',
			type: 'string',
			hint: 'Name of the input field with the file (with execution logic v2: its path, such as _files.data), or the file itself as an expression',
			placeholder: 'e.g. data',
		},
		{
			displayName: 'URL',
			name: 'url',
			type: 'string',
			hint: 'n8n downloads the file and uploads it to PixVerse',
			placeholder: 'e.g. https://example.com/photo.png',
		},
		{
			displayName: 'Uploaded Path',
			name: 'path',
			type: 'string',
			hint: 'Path returned by File: Upload',
			placeholder: 'e.g. upload/1a2b3c.png',
		},
		{
			displayName: 'PixVerse ID',
			name: 'id',
			type: 'string',
			hint: 'ID as returned by Create and Get Many',
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

/** A file from the item, a URL, or an earlier upload. */
export function fileField({ default: value = '', ...shown }: MediaField): INodeProperties {
	return {
		...shown,
		type: 'resourceLocator',
		default: { mode: 'binary', value },
		modes: omitModes('id'),
	};
}

/** A file to upload. */
export function uploadField({ default: value = '', ...shown }: MediaField): INodeProperties {
	return {
		...shown,
		type: 'resourceLocator',
		default: { mode: 'binary', value },
		modes: omitModes('id', 'path'),
	};
}

/** A PixVerse generation by ID, or a file. */
export function sourceField(kind: 'video' | 'image', description: string): INodeProperties {
	const noun = capitalize(kind);
	const modes = locator.modes.map((mode) => ({
		...mode,
		...(mode.name === 'id' && { placeholder: mode.placeholder?.replace('video', kind) }),
	}));
	return {
		displayName: `Source ${noun}`,
		name: `source${noun}`,
		type: 'resourceLocator',
		default: { mode: 'id', value: '' },
		description,
		modes: modes.reverse(),
	};
}

export const sourceVideoField: INodeProperties = {
	...sourceField('video', 'Source video: a PixVerse video, or a file that the node uploads'),
	required: true,
};

export const legacySourceId: INodeProperties = {
	displayName: 'Video ID',
	name: 'videoId',
	type: 'hidden',
	default: '',
	description: 'ID in workflows that were saved before Upscale accepted files',
};

/** A list of files. When it is sent, it is numbered without gaps. */
export function fileListField(list: {
	displayName: string;
	name: string;
	/** One entry, e.g. "Image". */
	entry: string;
	initialCount?: number;
	description: string;
	/** Additional fields of an entry. */
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
						description: `The ${entry.toLowerCase()} to use, or several: names separated by commas, or an expression for a list`,
					}),
					...more,
				],
			},
		],
	};
}
