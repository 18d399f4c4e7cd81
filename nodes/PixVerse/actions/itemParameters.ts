import type { IExecuteFunctions, IGetNodeParameterOptions, INodeProperties } from 'n8n-workflow';
import { createInputError } from '../../shared/api/errors';
import type { GenerationType } from '../../shared/api/generationTypes';
import { type GenerationId, parseGenerationId } from '../../shared/api/generationId';
import {
	normalizeModel,
	normalizeQuality,
	normalizeAspectRatio,
	normalizeDuration,
} from '../../shared/catalog/normalizeInput';
import { MediaInput, type MediaKind } from '../../shared/jobs/submit/mediaInput';
import { costOptions, waitOptions } from '../descriptions/waitAndOutput';
import type { FieldIndex } from './parameterNames';
import { inferLocatorMode, describeValue, emptyToUndefined } from './parameterValues';

/** The parameters of one item, read strictly: expressions may bring any type. What is not set is undefined. */
export class ItemParameters {
	constructor(
		private readonly context: IExecuteFunctions,
		readonly index: number,
		private readonly fields: FieldIndex,
		private readonly models: Readonly<Record<string, { name: string }>>,
		/** Whether an AI agent asks. */
		readonly tool: boolean,
	) {}

	getString(name: string): string | undefined {
		return this.toText(this.value(name), this.shown(name));
	}

	private toText(value: unknown, shown: string): string | undefined {
		if (value === undefined || typeof value === 'string') return value;
		if (typeof value === 'number' || typeof value === 'boolean') return String(value);
		throw this.createTypeError(shown, value, 'text');
	}

	/** @throws NodeOperationError when it is not set */
	required(name: string): string {
		return this.getString(name) ?? this.missing(name);
	}

	private missing(name: string): never {
		throw createInputError(this.context.getNode(), this.index, {
			message: `"${this.shown(name)}" is empty`,
			description: 'Fill it in, or check its expression.',
		});
	}

	number(name: string): number | undefined {
		return this.asNumber(this.value(name), this.shown(name));
	}

	private asNumber(value: unknown, shown: string): number | undefined {
		if (value === undefined) return undefined;
		const number = typeof value === 'string' ? Number(value) : value;
		if (typeof number === 'number' && Number.isFinite(number)) return number;
		throw this.createTypeError(shown, value, 'a number');
	}

	/** @throws NodeOperationError when it is no whole number */
	wholeNumber(name: string): number | undefined {
		const number = Number(this.getLocatorValue(name) ?? Number.NaN);
		if (this.getLocatorValue(name) === undefined) return undefined;
		if (Number.isSafeInteger(number)) return number;
		throw this.createTypeError(this.shown(name), this.getLocatorValue(name), 'a whole number');
	}

	/** @throws NodeOperationError when a number is not in the range that its field shows */
	assertInRange(name: string, number = this.number(name)): number | undefined {
		const { minValue = -Infinity, maxValue = Infinity } = this.fields.find(name)?.typeOptions ?? {};
		if (number === undefined || (number >= minValue && number <= maxValue)) return number;
		const range = maxValue === Infinity ? `at least ${minValue}` : `${minValue} to ${maxValue}`;
		throw this.createTypeError(this.shown(name), number, range);
	}

	/** For IDs that are numbers in one place and words in another. */
	getNumericOrStringId(name: string): number | string | undefined {
		const text = this.getLocatorValue(name);
		return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : text;
	}

	/** In seconds; 0 stands for the default of the model. */
	duration(): number | undefined {
		const value = this.value('duration');
		const seconds = typeof value === 'string' ? normalizeDuration(value) : value;
		return this.asNumber(seconds, this.shown('duration')) || undefined;
	}

	quality(): string | undefined {
		const text = this.getString('quality');
		return text && normalizeQuality(text);
	}

	/** Width to height, e.g. `16:9`. */
	aspectRatio(): string | undefined {
		const text = this.getString('aspectRatio');
		return text && normalizeAspectRatio(text);
	}

	boolean(name: string): boolean | undefined {
		const value = this.value(name);
		if (value === undefined || typeof value === 'boolean') return value;
		if (value === 'true' || value === 1) return true;
		if (value === 'false' || value === 0) return false;
		throw this.createTypeError(this.shown(name), value, 'true or false');
	}

	/** ID of the chosen model, or what was typed when no model is called so. */
	model(): string | undefined {
		const typed = this.getLocator('model')?.value;
		return typed && normalizeModel(typed, this.models);
	}

	/** E-mail of the chosen account; undefined for any. */
	account(): string | undefined {
		return this.getLocator('account')?.value;
	}

	/** @throws NodeOperationError when none is chosen */
	requiredAccount(): string {
		return this.email('account', this.account());
	}

	/** @throws NodeOperationError when it is empty, or something else: it goes into a path, where '..' leads elsewhere */
	email(name: string, value: string | undefined): string {
		const email = (value ?? this.missing(name)).trim();
		if (/^[^\s@/]+@[^\s@/]+$/.test(email)) return email;
		throw createInputError(this.context.getNode(), this.index, {
			message: `"${this.shown(name)}" is not an e-mail address`,
			description: 'Give the e-mail that the PixVerse account signs in with.',
		});
	}

	/** @throws NodeOperationError when it is no ID, or one of another kind */
	id(name: string, kind: GenerationType): GenerationId {
		return this.parseIdOf(this.required(name), name, kind);
	}

	private parseIdOf(value: string, name: string, kind: GenerationType): GenerationId {
		const id = parseGenerationId(value);
		if (id?.kind === kind) return id;
		throw createInputError(this.context.getNode(), this.index, {
			message: id
				? `"${this.shown(name)}" is the ID of ${id.kind === 'image' ? 'an image' : id.kind}, not of a ${kind}`
				: `"${this.shown(name)}" is not a PixVerse ID`,
			description: `The ID of a ${kind} looks like user:1234-pixverse:studio@example.com-${kind}:5678.`,
		});
	}

	/** @throws NodeOperationError when it is no ID of any kind */
	getAnyId(name: string): GenerationId {
		const value = this.required(name);
		const id = parseGenerationId(value);
		return id ?? this.id(name, 'video');
	}

	/** The chosen entry of a resource locator by its parameter name, e.g. a voice or an effect. */
	getLocatorValue(name: string): string | undefined {
		return this.getLocator(name)?.value;
	}

	/** A file the user named; undefined when the field is empty. */
	media(name: string, accepts?: MediaKind): MediaInput | undefined {
		return this.mediaIn(this.value(name), name, this.shown(name), accepts);
	}

	/** A list of files under numbered API names without gaps: `frame_#_path` → frame_1_path, frame_2_path … */
	getFileList(name: string, numbered: string, accepts: MediaKind): Record<string, MediaInput> {
		const files = this.getEntries(name).flatMap((entry, index) => {
			const shown = `${this.shown(name)} ${index + 1}`;
			return this.mediaIn(entry.file, name, shown, accepts) ?? [];
		});
		return Object.fromEntries(
			files.map((file, index) => [numbered.replace('#', String(index + 1)), file]),
		);
	}

	/** Words and times between the frames of a transition: prompt_1_to_2, duration_1_to_2 … */
	getTransitionSegments(name: string): Record<string, unknown> {
		const frames = this.getEntries(name).filter(({ file }) => this.parseLocator(file, name));
		const segments = frames.slice(0, -1).flatMap((entry, index) => {
			const place = index + 1;
			const between = `${place}_to_${place + 1}`;
			const shown = (field: string) => `${this.shown(`${name}.${field}`)} ${place}`;
			const seconds = this.asNumber(emptyToUndefined(entry.duration), shown('duration'));
			return [
				[`prompt_${between}`, this.toText(emptyToUndefined(entry.prompt), shown('prompt'))],
				[`duration_${between}`, seconds || undefined],
			];
		});
		return Object.fromEntries(segments) as Record<string, unknown>;
	}

	/** The entries of a list that the user added to. */
	private getEntries(name: string): Array<Record<string, unknown>> {
		const list = this.value(name);
		if (list === undefined) return [];
		const { entries = [] } = list as { entries?: unknown };
		const wellFormed = typeof list === 'object' && !Array.isArray(list) && Array.isArray(entries);
		if (wellFormed && entries.every((entry) => typeof entry === 'object' && entry !== null))
			return entries as Array<Record<string, unknown>>;
		throw this.createTypeError(this.shown(name), list, 'entries that are added in the node');
	}

	/** A video that PixVerse made, by ID, or another that is uploaded. */
	sourceVideo(): { video_id?: string; video_path?: MediaInput } {
		const located = this.getLocator('sourceVideo');
		if (!located) return {};
		if (located.mode === 'id' || parseGenerationId(located.value))
			return { video_id: this.parseIdOf(located.value, 'sourceVideo', 'video').raw };
		return { video_path: this.media('sourceVideo', 'video') };
	}

	/** The Options collection as the API wants it: only what was added, without what concerns the node alone. */
	options(): Record<string, unknown> {
		const entries = this.fields.options
			.filter(([{ name, type }]) => type !== 'resourceLocator' && !NODE_ONLY_OPTIONS.has(name))
			.map(([field, apiName]) => [apiName, this.getOption(field)] as const);
		return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
	}

	/** How many rows of a list; undefined for all. */
	getLimit(): number | undefined {
		if (this.boolean('returnAll')) return undefined;
		return Math.max(1, Math.floor(this.number('toolLimit') ?? this.number('limit') ?? 50));
	}

	/** The parameters' display names by API name. */
	get names(): Record<string, string> {
		return this.fields.byApiName;
	}

	private getOption({ name, type }: INodeProperties): unknown {
		const parameter = `options.${name}`;
		if (type === 'boolean') return this.boolean(parameter);
		return type === 'number' ? this.number(parameter) : this.getString(parameter);
	}

	private mediaIn(
		raw: unknown,
		name: string,
		shown: string,
		accepts?: MediaKind,
	): MediaInput | undefined {
		const located = this.parseLocator(raw, name);
		if (!located) return undefined;
		// No binary field is called like an address: whoever filled it in, a model perhaps, did not see the mode.
		const mode = located.mode === 'binary' ? inferLocatorMode(located.value) : located.mode;
		const source = mode === 'url' || mode === 'path' ? mode : 'binary';
		return new MediaInput(source, located.value, shown, accepts);
	}

	private getLocator(name: string): { mode: string; value: string } | undefined {
		return this.parseLocator(this.value(name), name);
	}

	private parseLocator(raw: unknown, name: string): { mode: string; value: string } | undefined {
		if (raw === undefined || raw === null || raw === '') return undefined;
		if (Array.isArray(raw) || (typeof raw === 'object' && !('value' in raw)))
			throw this.createTypeError(this.shown(name), raw, 'text');
		const { mode, value } =
			typeof raw === 'object' && !Array.isArray(raw)
				? (raw as { mode?: string; value?: unknown })
				: { mode: undefined, value: raw };
		if (value === undefined || value === null || value === '') return undefined;
		if (typeof value === 'object') throw this.createTypeError(this.shown(name), value, 'text');
		const text = String(value).trim();
		return text === '' ? undefined : { mode: mode ?? inferLocatorMode(text), value: text };
	}

	/** The raw value; undefined for everything that stands for "not set". */
	private value(name: string): unknown {
		// Without a fallback n8n throws for an option that was not added.
		const read = (options: IGetNodeParameterOptions) =>
			this.context.getNodeParameter(name, this.index, null, options);
		// Most options are not added, and n8n takes long to resolve and validate what is not there.
		return read({ rawExpressions: true }) === null
			? undefined
			: emptyToUndefined(read({ skipValidation: true }));
	}

	private shown(name: string): string {
		return this.fields.shown(name);
	}

	private createTypeError(shown: string, value: unknown, wanted: string) {
		return createInputError(this.context.getNode(), this.index, {
			message: `"${shown}" is ${describeValue(value)}, but has to be ${wanted}`,
			description: 'Correct the value or its expression. Nothing was sent for this item.',
		});
	}
}

/** Options that concern the node, not the API. */
const NODE_ONLY_OPTIONS = new Set([...waitOptions, ...costOptions].map(({ name }) => name));
