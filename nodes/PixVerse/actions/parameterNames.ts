import type { INodeProperties } from 'n8n-workflow';
import { costOptions, waitOptions } from '../descriptions/waitAndOutput';

/** API names of parameters that aren't the parameter in snake case. `#` stands for the number of an entry. */
const API_NAMES: Readonly<Record<string, readonly string[]>> = {
	account: ['email'],
	audios: ['audio_#_path'],
	character: ['frame_1_path', 'image_path'],
	effectQuality: ['quality'],
	frames: ['frame_#_path'],
	images: ['frame_#_path'],
	languageCode: ['language_code'],
	maxJobs: ['maxJobs'],
	motionVideo: ['video_1_path'],
	referenceImages: ['image_path_#'],
	replyRef: ['replyRef'],
	replyUrl: ['replyUrl'],
	song: ['audio_path'],
	sourceImage: ['image_id', 'image_path'],
	sourceVideo: ['video_id', 'video_path'],
	style: ['style'],
	videos: ['video_#_path'],
};
const MAX_NUMBERED = 15;

/** `offPeakMode` → `off_peak_mode`. */
const toSnakeCase = (name: string) =>
	name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** The API names of a parameter. A file is called `…_path`. */
export function getApiNames({ name, type }: INodeProperties): readonly string[] {
	const isFile = type === 'resourceLocator' && name !== 'model' && !name.endsWith('Id');
	return API_NAMES[name] ?? [`${toSnakeCase(name)}${isFile ? '_path' : ''}`];
}

/** Finds a field by its parameter name. `options.seed` and `frames.prompt` are nested fields. */
export function findField(fields: INodeProperties[], name: string): INodeProperties | undefined {
	const [first = '', ...rest] = name.split('.');
	const field = fields.find((candidate) => candidate.name === first);
	if (!field || rest.length === 0) return field;
	return findField(getNestedFields(field), rest.join('.'));
}

const getNestedFields = ({ options = [] }: INodeProperties): INodeProperties[] =>
	options.flatMap((option) => ('values' in option ? option.values : [option as INodeProperties]));

/** Display names by API name, for messages. */
export function getDisplayNames(fields: INodeProperties[]): Record<string, string> {
	const names: Record<string, string> = {};
	for (const field of fields) {
		if (field.type === 'collection') Object.assign(names, getDisplayNames(getNestedFields(field)));
		else
			for (const apiName of getApiNames(field)) {
				if (apiName.includes('#')) Object.assign(names, getNumberedNames(field, apiName));
				else names[apiName] = field.displayName;
			}
	}
	return names;
}

/** `frame_2_path` → "Frames 2"; between two entries: `prompt_2_to_3` → "Transitions 2 Prompt". */
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

/** The field names of one operation, computed once for all items. */
export class FieldIndex {
	private readonly known = new Map<string, INodeProperties | undefined>();
	/** Display names by API name. */
	readonly displayNames: Record<string, string>;
	/** The fields of the Options collection that are sent to the API, each with its API name. */
	readonly sentOptions: ReadonlyArray<readonly [INodeProperties, string]>;

	constructor(private readonly fields: INodeProperties[]) {
		this.displayNames = getDisplayNames(fields);
		this.sentOptions = ((this.find('options')?.options ?? []) as INodeProperties[])
			.filter(({ name, type }) => type !== 'resourceLocator' && !NODE_ONLY_OPTIONS.has(name))
			.map((field) => [field, getApiNames(field)[0] ?? field.name] as const);
	}

	/** See `findField`. */
	find(name: string): INodeProperties | undefined {
		if (!this.known.has(name)) this.known.set(name, findField(this.fields, name));
		return this.known.get(name);
	}
}

const NODE_ONLY_OPTIONS = new Set([...waitOptions, ...costOptions].map(({ name }) => name));
