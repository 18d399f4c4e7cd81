import type { IExecuteFunctions, IGetNodeParameterOptions, INodeProperties } from 'n8n-workflow';
import { createInputError } from '../../shared/api/errors';
import { type GenerationType, generationTypes } from '../../shared/api/generationTypes';
import { type GenerationId, parseGenerationId, undecorate } from '../../shared/api/generationId';
import {
	normalizeModel,
	normalizeQuality,
	normalizeAspectRatio,
	normalizeDuration,
} from '../../shared/catalog/normalizeInput';
import { getLocatorValue } from '../../shared/descriptions/searchableLocator';
import { capitalize } from '../../shared/text';
import type { MediaInput } from '../../shared/jobs/submit/mediaInput';
import type { MediaKind } from '../../shared/jobs/submit/uploadType';
import { costOptions, waitOptions } from '../descriptions/waitAndOutput';
import { type FileValue, parseFiles, toMediaInput } from './fileParameters';
import type { FieldIndex } from './parameterNames';
import { describeValue, emptyToUndefined } from './parameterValues';

/** Typed access to the parameters of one item. Expressions can return any type. Unset parameters are undefined. */
export class ItemParameters {
	constructor(
		private readonly context: IExecuteFunctions,
		readonly index: number,
		private readonly fields: FieldIndex,
		private readonly models: Readonly<Record<string, { name: string }>>,
		readonly isAiTool: boolean,
	) {}

	getString(name: string): string | undefined {
		return this.toText(this.getValue(name), this.getDisplayName(name));
	}

	private toText(value: unknown, displayName: string): string | undefined {
		if (value === undefined || typeof value === 'string') return value;
		if (typeof value === 'number' || typeof value === 'boolean') return String(value);
		throw this.createTypeError(displayName, value, 'text');
	}

	/** @throws NodeOperationError if it is not set */
	getRequiredString(name: string): string {
		return this.getString(name) ?? this.throwMissing(name);
	}

	private throwMissing(name: string): never {
		throw createInputError(this.context.getNode(), this.index, {
			message: `"${this.getDisplayName(name)}" is empty`,
			description: 'Enter a value, or check the expression.',
		});
	}

	getNumber(name: string): number | undefined {
		return this.toNumber(this.getValue(name), this.getDisplayName(name));
	}

	private toNumber(value: unknown, displayName: string): number | undefined {
		if (value === undefined) return undefined;
		const number = typeof value === 'string' ? Number(value) : value;
		if (typeof number === 'number' && Number.isFinite(number)) return number;
		throw this.createTypeError(displayName, value, 'a number');
	}

	/** @throws NodeOperationError if it is not an integer */
	getInteger(name: string): number | undefined {
		const value = this.getLocatorValue(name);
		if (value === undefined) return undefined;
		if (Number.isSafeInteger(Number(value))) return Number(value);
		throw this.createTypeError(this.getDisplayName(name), value, 'a whole number');
	}

	/** @throws NodeOperationError if the number is not in the range of its field */
	getNumberInRange(name: string, number = this.getNumber(name)): number | undefined {
		const { minValue = -Infinity, maxValue = Infinity } = this.fields.find(name)?.typeOptions ?? {};
		if (number === undefined || (number >= minValue && number <= maxValue)) return number;
		const range = maxValue === Infinity ? `at least ${minValue}` : `${minValue} to ${maxValue}`;
		throw this.createTypeError(this.getDisplayName(name), number, range);
	}

	getNumericOrStringId(name: string): number | string | undefined {
		const text = this.getLocatorValue(name);
		return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : text;
	}

	/** In seconds; undefined for the model default. */
	getDuration(): number | undefined {
		const value = this.getValue('duration');
		const seconds = typeof value === 'string' ? normalizeDuration(value) : value;
		return this.toNumber(seconds, this.getDisplayName('duration')) || undefined;
	}

	getQuality(): string | undefined {
		const text = this.getString('quality');
		return text && normalizeQuality(text);
	}

	/** Width to height, e.g. `16:9`. */
	getAspectRatio(): string | undefined {
		const text = this.getString('aspectRatio');
		return text && normalizeAspectRatio(text);
	}

	getBoolean(name: string): boolean | undefined {
		const value = this.getValue(name);
		if (value === undefined || typeof value === 'boolean') return value;
		if (value === 'true' || value === 1) return true;
		if (value === 'false' || value === 0) return false;
		throw this.createTypeError(this.getDisplayName(name), value, 'true or false');
	}

	/** ID of the selected model, or the entered text if the catalog doesn't know it. */
	getModel(): string | undefined {
		const typed = this.getLocatorValue('model');
		return typed && normalizeModel(typed, this.models);
	}

	/** E-mail of the selected account; undefined for any. */
	getAccount(): string | undefined {
		return this.getLocatorValue('account');
	}

	/** @throws NodeOperationError if none is selected */
	getRequiredAccount(): string {
		return this.validateEmail('account', this.getAccount());
	}

	/** @throws NodeOperationError if it isn't an e-mail: it becomes part of a path, which `..` would change */
	validateEmail(name: string, value: string | undefined): string {
		const email = undecorate(value ?? this.throwMissing(name));
		if (/^[^\s@/]+@[^\s@/]+$/.test(email)) return email;
		throw createInputError(this.context.getNode(), this.index, {
			message: `"${this.getDisplayName(name)}" is not an email address`,
			description: 'Enter the email that the PixVerse account signs in with.',
		});
	}

	/** @throws NodeOperationError if it is not an ID of this generation type */
	getId(name: string, kind: GenerationType): GenerationId {
		return this.parseIdOf(this.getLocatorValue(name) ?? this.throwMissing(name), name, kind);
	}

	private parseIdOf(value: string, name: string, kind: GenerationType): GenerationId {
		const id = parseGenerationId(value);
		const { idKind, noun } = generationTypes[kind];
		if (id?.kind === idKind) return id;
		throw createInputError(this.context.getNode(), this.index, {
			message: id
				? `"${this.getDisplayName(name)}" is the ID of ${id.kind === 'image' ? 'an image' : id.kind}, not of a ${noun}`
				: `"${this.getDisplayName(name)}" is not a PixVerse ID`,
			description: `The ID of a ${noun} looks like user:1234-pixverse:studio@example.com-${idKind}:5678.`,
		});
	}

	/** @throws NodeOperationError if it is not an ID */
	getAnyId(name: string): GenerationId {
		return parseGenerationId(this.getRequiredString(name)) ?? this.getId(name, 'video');
	}

	/** The value of a resource locator, e.g. an account, a voice, or an effect, without what people put around it. */
	getLocatorValue(name: string): string | undefined {
		const value = getLocatorValue(this.getValue(name));
		if (typeof value === 'object' && value !== null)
			throw this.createTypeError(this.getDisplayName(name), value, 'text');
		return undecorate(String(value ?? '')) || undefined;
	}

	getFile(
		name: string,
		accepts?: MediaKind,
		types?: readonly string[],
		seconds?: MediaInput['seconds'],
	): MediaInput | undefined {
		const file = this.getFileValue(name);
		return file && toMediaInput(file, this.getDisplayName(name), accepts, types, seconds);
	}

	private getFileValue(name: string): FileValue | undefined {
		const displayName = this.getDisplayName(name);
		const files = this.parseFiles(this.getValue(name), displayName, false);
		if (files.length > 1) throw this.createTypeError(displayName, files, 'one file');
		return files[0];
	}

	private parseFiles(raw: unknown, displayName: string, isListField: boolean): FileValue[] {
		const expected = 'the name of a binary field, a URL, or a file with its content';
		const files = parseFiles(raw, isListField);
		if (!files) throw this.createTypeError(displayName, raw, expected);
		return files;
	}

	/** A list of files under numbered API names without gaps: `frame_#_path` → frame_1_path, frame_2_path … */
	getFileList(name: string, numbered: string, accepts: MediaKind): Record<string, MediaInput> {
		const files = this.getFileEntries(name).map(({ file, place }, index) => [
			numbered.replace('#', String(index + 1)),
			toMediaInput(file, `${this.getDisplayName(name)} ${place}`, accepts),
		]);
		return Object.fromEntries(files) as Record<string, MediaInput>;
	}

	/** The files of a list, each with its entry. An entry can hold several files. */
	private getFileEntries(name: string) {
		return this.getEntries(name).flatMap((entry, index) => {
			const files = this.parseFiles(entry.file, `${this.getDisplayName(name)} ${index + 1}`, true);
			return files.map((file, position) => ({
				entry,
				file,
				place: files.length > 1 ? `${index + 1} (file ${position + 1})` : `${index + 1}`,
			}));
		});
	}

	/** Prompts and durations between the frames of a transition: prompt_1_to_2, duration_1_to_2 … */
	getTransitionSegments(): Record<string, unknown> {
		const transitions = this.getEntries('transitions');
		const frames = this.getFileEntries('frames').slice(0, -1);
		const segments = frames.flatMap(({ entry }, index) => {
			const read = (field: string, parse: (value: unknown, displayName: string) => unknown) => {
				const name = `${field}_${index + 1}_to_${index + 2}`;
				const own = emptyToUndefined(transitions[index]?.[field]) || emptyToUndefined(entry[field]);
				return [name, parse.call(this, own, this.displayNames[name] ?? field) || undefined];
			};
			return [read('prompt', this.toText), read('duration', this.toNumber)];
		});
		return Object.fromEntries(segments) as Record<string, unknown>;
	}

	private getEntries(name: string): Array<Record<string, unknown>> {
		const list = this.getValue(name);
		if (list === undefined) return [];
		const { entries = [] } = list as { entries?: unknown };
		const isValidList = typeof list === 'object' && !Array.isArray(list) && Array.isArray(entries);
		if (isValidList && entries.every((entry) => typeof entry === 'object' && entry !== null))
			return entries as Array<Record<string, unknown>>;
		throw this.createTypeError(this.getDisplayName(name), list, 'a list of entries');
	}

	/**
	 * A PixVerse generation by ID, or a file, under their API names.
	 * @param types MIME types of the file. Default: all of its kind
	 */
	getSource(kind: 'video' | 'image', types?: readonly string[]): Record<string, unknown> {
		const name = `source${capitalize(kind)}`;
		const file = this.getFileValue(name);
		const legacyId = file
			? undefined
			: this.fields.find(`${kind}Id`) && this.getLocatorValue(`${kind}Id`);
		const text = legacyId ?? file?.text ?? '';
		if (legacyId || file?.mode === 'id' || file?.mode === 'list' || parseGenerationId(text))
			return { [`${kind}_id`]: this.parseIdOf(text, name, kind).raw };
		return file ? { [`${kind}_path`]: this.getFile(name, kind, types) } : {};
	}

	/** The options that are sent to the API, by API name. */
	getOptions(): Record<string, unknown> {
		const entries = this.fields.options
			.filter(([{ name, type }]) => type !== 'resourceLocator' && !NODE_ONLY_OPTIONS.has(name))
			.map(([field, apiName]) => [apiName, this.getOption(field)] as const);
		return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
	}

	/** Maximum number of results; undefined for all. */
	getLimit(): number | undefined {
		if (this.getBoolean('returnAll')) return undefined;
		return Math.max(1, Math.floor(this.getNumber('toolLimit') ?? this.getNumber('limit') ?? 50));
	}

	/** Parameter names as the editor shows them, by API name. */
	get displayNames(): Record<string, string> {
		return this.fields.displayNames;
	}

	private getOption({ name, type }: INodeProperties): unknown {
		const parameter = `options.${name}`;
		if (type === 'boolean') return this.getBoolean(parameter);
		return type === 'number' ? this.getNumber(parameter) : this.getString(parameter);
	}

	private getValue(name: string): unknown {
		// Without a fallback, n8n throws for an option that was not added.
		const readParameter = (options: IGetNodeParameterOptions) =>
			this.context.getNodeParameter(name, this.index, null, options);
		// Most options are not added, and n8n takes long to resolve and validate them.
		return readParameter({ rawExpressions: true }) === null
			? undefined
			: emptyToUndefined(readParameter({ skipValidation: true }));
	}

	private getDisplayName(name: string): string {
		return this.fields.getDisplayName(name);
	}

	private createTypeError(displayName: string, value: unknown, expected: string) {
		return createInputError(this.context.getNode(), this.index, {
			message: `"${displayName}" is ${describeValue(value)}, but has to be ${expected}`,
			description: 'Correct the value or its expression. Nothing was sent for this item.',
		});
	}
}

const NODE_ONLY_OPTIONS = new Set([...waitOptions, ...costOptions].map(({ name }) => name));
