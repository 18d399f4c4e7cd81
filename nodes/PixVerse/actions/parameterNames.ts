import type { INodeProperties } from 'n8n-workflow';

/** Parameters that the API writes in camelCase itself. */
const AS_IS = new Set(['replyUrl', 'replyRef', 'maxJobs']);

/** `offPeakMode` → `off_peak_mode`. */
export function apiName(name: string): string {
	if (AS_IS.has(name)) return name;
	return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** Finds a field by its parameter name; `options.seed` looks into the collection, `frames.prompt` into the entries. */
export function fieldNamed(fields: INodeProperties[], name: string): INodeProperties | undefined {
	const [first = '', ...rest] = name.split('.');
	const field = fields.find((candidate) => candidate.name === first);
	if (!field || rest.length === 0) return field;
	return fieldNamed(innerFields(field), rest.join('.'));
}

function innerFields({ options = [] }: INodeProperties): INodeProperties[] {
	return options.flatMap((option) =>
		'values' in option ? option.values : [option as INodeProperties],
	);
}

/** Lists of files, by what the API calls their entries. */
const NUMBERED: Readonly<Record<string, string>> = {
	frames: 'frame_#_path',
	images: 'frame_#_path',
	videos: 'video_#_path',
	audios: 'audio_#_path',
	referenceImages: 'image_path_#',
};
const MOST_NUMBERED = 15;

/** Fields that go to the API under other names. */
const SPOKEN: Readonly<Record<string, readonly string[]>> = {
	sourceVideo: ['video_id', 'video_path'],
	templateId: ['template_id'],
	effectQuality: ['quality'],
	restyleId: ['restyle_id'],
	speakerId: ['speaker_id'],
	voiceId: ['voice_id'],
	languageCode: ['language_code'],
	motionVideo: ['video_1_path'],
	character: ['frame_1_path'],
};

/** Display names by API name, for messages. A file goes to the API as `…_path`, an account as `email`. */
export function displayNames(fields: INodeProperties[]): Record<string, string> {
	const names: Record<string, string> = {};
	for (const field of fields) {
		const { name, displayName, type } = field;
		const api = apiName(name);
		const numbered = NUMBERED[name];
		if (numbered) Object.assign(names, numberedNames(field, numbered));
		else if (SPOKEN[name]) for (const alias of SPOKEN[name]) names[alias] = displayName;
		else if (name === 'account') names.email = displayName;
		else if (type === 'collection') Object.assign(names, displayNames(innerFields(field)));
		else if (type === 'resourceLocator' && name !== 'model') names[`${api}_path`] = displayName;
		else names[api] = displayName;
	}
	return names;
}

/** `frame_2_path` → "Frames 2", and what lies between two entries: `prompt_2_to_3` → "Prompt to Next Frame 2". */
function numberedNames(field: INodeProperties, numbered: string): Record<string, string> {
	const names: Record<string, string> = {};
	const between = innerFields(field).filter(({ name }) => name !== 'file');
	for (let place = 1; place <= MOST_NUMBERED; place++) {
		names[numbered.replace('#', String(place))] = `${field.displayName} ${place}`;
		for (const { name, displayName } of between)
			names[`${name}_${place}_to_${place + 1}`] = `${displayName} ${place}`;
	}
	return names;
}

/** What the fields of one operation are called. Worked out once, however many items ask. */
export class FieldNames {
	private readonly known = new Map<string, INodeProperties | undefined>();
	private names?: Record<string, string>;
	private entries?: ReadonlyArray<readonly [INodeProperties, string]>;

	constructor(private readonly fields: INodeProperties[]) {}

	/** As `fieldNamed`. */
	find(name: string): INodeProperties | undefined {
		if (!this.known.has(name)) this.known.set(name, fieldNamed(this.fields, name));
		return this.known.get(name);
	}

	/** As the editor shows it; a name without a field stays what it is. */
	shown(name: string): string {
		return this.find(name)?.displayName ?? name;
	}

	/** Display names by API name. */
	get byApiName(): Record<string, string> {
		return (this.names ??= displayNames(this.fields));
	}

	/** The entries of the Options collection, each with its API name. */
	get options(): ReadonlyArray<readonly [INodeProperties, string]> {
		const options = this.find('options');
		return (this.entries ??= (options ? innerFields(options) : []).map(
			(field) => [field, apiName(field.name)] as const,
		));
	}
}
