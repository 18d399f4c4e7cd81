import type { INodeProperties } from 'n8n-workflow';

/** Parameters that are in camelCase in the API, too. */
const CAMEL_CASE_API_NAMES = new Set(['replyUrl', 'replyRef', 'maxJobs']);

/** `offPeakMode` → `off_peak_mode`. */
export function toApiName(name: string): string {
	if (CAMEL_CASE_API_NAMES.has(name)) return name;
	return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** Finds a field by its parameter name. `options.seed` and `frames.prompt` are nested fields. */
export function findField(fields: INodeProperties[], name: string): INodeProperties | undefined {
	const [first = '', ...rest] = name.split('.');
	const field = fields.find((candidate) => candidate.name === first);
	if (!field || rest.length === 0) return field;
	return findField(getNestedFields(field), rest.join('.'));
}

function getNestedFields({ options = [] }: INodeProperties): INodeProperties[] {
	return options.flatMap((option) =>
		'values' in option ? option.values : [option as INodeProperties],
	);
}

/** Lists of files with the API names of their entries. */
const NUMBERED_FIELDS: Readonly<Record<string, string>> = {
	frames: 'frame_#_path',
	images: 'frame_#_path',
	videos: 'video_#_path',
	audios: 'audio_#_path',
	referenceImages: 'image_path_#',
};
const MAX_NUMBERED = 15;

/** Fields with other names in the API. */
const API_NAME_ALIASES: Readonly<Record<string, readonly string[]>> = {
	sourceVideo: ['video_id', 'video_path'],
	sourceImage: ['image_id', 'image_path'],
	effectQuality: ['quality'],
	languageCode: ['language_code'],
	motionVideo: ['video_1_path'],
	character: ['frame_1_path', 'image_path'],
	song: ['audio_path'],
	style: ['style'],
};

/** Display names by API name, for messages. In the API, a file is called `…_path`, an account `email`. */
export function getDisplayNames(fields: INodeProperties[]): Record<string, string> {
	const names: Record<string, string> = {};
	for (const field of fields) {
		const { name, displayName, type } = field;
		const api = toApiName(name);
		const numbered = NUMBERED_FIELDS[name];
		if (numbered) Object.assign(names, getNumberedNames(field, numbered));
		else if (API_NAME_ALIASES[name])
			for (const alias of API_NAME_ALIASES[name]) names[alias] = displayName;
		else if (name === 'account') names.email = displayName;
		else if (type === 'collection') Object.assign(names, getDisplayNames(getNestedFields(field)));
		else if (type === 'resourceLocator' && name !== 'model' && !name.endsWith('Id'))
			names[`${api}_path`] = displayName;
		else names[api] = displayName;
	}
	return names;
}

/** `frame_2_path` → "Frames 2", and what lies between two entries: `prompt_2_to_3` → "Transitions 2 Prompt". */
function getNumberedNames(field: INodeProperties, numbered: string): Record<string, string> {
	const names: Record<string, string> = {};
	const between = getNestedFields(field).filter(({ name }) => name !== 'file');
	for (let place = 1; place <= MAX_NUMBERED; place++) {
		names[numbered.replace('#', String(place))] = `${field.displayName} ${place}`;
		for (const { name, displayName } of between)
			names[`${name}_${place}_to_${place + 1}`] = `Transitions ${place} ${displayName}`;
	}
	return names;
}

/** What the fields of one operation are called. Worked out once, however many items ask. */
export class FieldIndex {
	private readonly known = new Map<string, INodeProperties | undefined>();
	private names?: Record<string, string>;
	private entries?: ReadonlyArray<readonly [INodeProperties, string]>;

	constructor(private readonly fields: INodeProperties[]) {}

	/** See `findField`. */
	find(name: string): INodeProperties | undefined {
		if (!this.known.has(name)) this.known.set(name, findField(this.fields, name));
		return this.known.get(name);
	}

	/** The display name of a field; the name itself if there is no such field. */
	getDisplayName(name: string): string {
		return this.find(name)?.displayName ?? name;
	}

	/** Display names by API name. */
	get displayNames(): Record<string, string> {
		return (this.names ??= getDisplayNames(this.fields));
	}

	/** The fields of the Options collection, each with its API name. */
	get options(): ReadonlyArray<readonly [INodeProperties, string]> {
		const options = this.find('options');
		return (this.entries ??= (options ? getNestedFields(options) : []).map(
			(field) => [field, toApiName(field.name)] as const,
		));
	}
}
