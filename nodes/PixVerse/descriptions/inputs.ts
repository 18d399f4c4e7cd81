import type { INodeProperties, INodePropertyMode } from 'n8n-workflow';
import { type GenerationType, generationTypes } from '../../shared/api/generationTypes';
import { searchableLocator } from '../../shared/descriptions/fields';
import { capitalize } from '../../shared/text';

export const prompt = (
	text: Pick<INodeProperties, 'placeholder' | 'description'> & { displayName?: string },
): INodeProperties => ({
	displayName: 'Prompt',
	name: 'prompt',
	type: 'string',
	typeOptions: { rows: 3 },
	default: '',
	...text,
});

const SEARCH_METHODS: Record<GenerationType, string> = {
	video: 'searchVideos',
	musicVideo: 'searchMusicVideos',
	image: 'searchImages',
	music: 'searchMusic',
	speech: 'searchSpeech',
};

/** An existing generation: one of the newest, or any by its ID. */
export function generationIdField(kind: GenerationType): INodeProperties {
	const { countNoun, idKind } = generationTypes[kind];
	return searchableLocator({
		displayName: capitalize(countNoun),
		name: getIdParameter(kind),
		required: true,
		description: 'Choose one of the newest, or enter an ID as returned by Create and Get Many',
		searchListMethod: SEARCH_METHODS[kind],
		example: `user:12-pixverse:a@b.co-${idKind}:34`,
	});
}

/** The name of the parameter: music videos have the IDs of videos. */
export const getIdParameter = (kind: GenerationType) => `${generationTypes[kind].idKind}Id`;

const textMode = (mode: Omit<INodePropertyMode, 'type'>): INodePropertyMode => ({
	...mode,
	type: 'string',
});

/** Names of files in placeholders. */
const EXAMPLES = { image: 'photo.png', video: 'clip.mp4', audio: 'speech.mp3' };
type FileType = keyof typeof EXAMPLES;

/** A file of the item, or of another server. */
export const uploadModes = (fileType: FileType): INodePropertyMode[] => [
	textMode({
		displayName: 'Binary',
		name: 'binary',
		hint: 'Name of the input field with the file, or the file as an expression',
		placeholder: 'e.g. data',
	}),
	textMode({
		displayName: 'URL',
		name: 'url',
		hint: 'n8n downloads the file and uploads it to PixVerse',
		placeholder: `e.g. https://example.com/${EXAMPLES[fileType]}`,
	}),
];

/** A file of the item, of another server, or of an earlier upload. */
const fileModes = (fileType: FileType): INodePropertyMode[] => [
	...uploadModes(fileType),
	textMode({
		displayName: 'Uploaded Path',
		name: 'path',
		hint: 'Path returned by File: Upload',
		placeholder: `e.g. upload/1a2b3c${EXAMPLES[fileType].slice(-4)}`,
	}),
];

/** The binary field that most nodes use. */
export const USUAL_FIELD = 'data';

/** A file from the item, a URL, an earlier upload, or a library of PixVerse. */
export function fileField({
	default: value = '',
	searchListMethod,
	fileType = 'image',
	...shown
}: Pick<INodeProperties, 'displayName' | 'name' | 'description' | 'required' | 'displayOptions'> & {
	default?: string;
	fileType?: FileType;
	searchListMethod?: string;
}): INodeProperties {
	const typeOptions = { searchListMethod, searchable: true };
	// In two steps, because n8n's linter mistakes a mode with a type for a field.
	const libraryMode = { ...textMode({ displayName: 'From Library', name: 'list' }), typeOptions };
	const modes = fileModes(fileType);
	if (searchListMethod) modes.push({ ...libraryMode, type: 'list' });
	return { ...shown, type: 'resourceLocator', default: { mode: 'binary', value }, modes };
}

/** A PixVerse generation, or a file. */
export function sourceField(kind: 'video' | 'image', description: string): INodeProperties {
	const noun = capitalize(kind);
	const { modes = [], ...field } = generationIdField(kind);
	return {
		...field,
		displayName: `Source ${noun}`,
		name: `source${noun}`,
		description,
		modes: [
			...modes.map((mode) => (mode.name === 'id' ? { ...mode, displayName: 'PixVerse ID' } : mode)),
			...fileModes(kind),
		],
	};
}

export const sourceVideoField = sourceField(
	'video',
	'Choose one of the newest videos, or a file that the node uploads',
);

/** Workflows that were saved before Upscale accepted files have the ID in its own parameter. */
export function withLegacyId(source: INodeProperties): INodeProperties[] {
	const isLegacy = { videoId: [{ _cnd: { exists: true as const } }] };
	return [
		{
			displayName: 'Video ID',
			name: 'videoId',
			type: 'hidden',
			default: '',
			description: 'ID in workflows that were saved before Upscale accepted files',
		},
		{ ...source, displayOptions: { hide: isLegacy } },
		{ ...source, required: false, displayOptions: { show: isLegacy } },
	];
}

/** A list of files. When it is sent, it is numbered without gaps. */
export function fileListField({
	entry,
	fileType,
	initialCount = 0,
	more = [],
	...shown
}: Pick<INodeProperties, 'displayName' | 'name' | 'description'> & {
	/** One entry, e.g. "Image". */
	entry: string;
	fileType?: FileType;
	/** Entries at first. The first of them is the file of the item. */
	initialCount?: number;
	/** Additional fields of an entry. */
	more?: INodeProperties[];
}): INodeProperties {
	const file = fileField({
		displayName: entry,
		name: 'file',
		fileType,
		description: `The ${entry.toLowerCase()} to use, or several: names separated by commas, or an expression for a list`,
	});
	const entries = Array.from({ length: initialCount }, (_, index) => ({
		file: { __rl: true, mode: 'binary', value: index === 0 ? USUAL_FIELD : '' },
	}));
	return entryList(shown, entry, [file, ...more], initialCount > 0 ? { entries } : {});
}

/** A list to which the user adds entries. */
export const entryList = (
	shown: Pick<INodeProperties, 'displayName' | 'name' | 'description'>,
	entry: string,
	values: INodeProperties[],
	initial: INodeProperties['default'],
): INodeProperties => ({
	...shown,
	type: 'fixedCollection',
	typeOptions: { multipleValues: true, sortable: true },
	placeholder: `Add ${entry}`,
	default: initial,
	options: [{ name: 'entries', displayName: entry, values }],
});
