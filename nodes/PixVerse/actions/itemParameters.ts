import type { IExecuteFunctions, IGetNodeParameterOptions, INodeProperties } from 'n8n-workflow';
import { createInputError } from '../../shared/api/errors';
import { type GenerationType, generationTypes } from '../../shared/api/generationTypes';
import { type GenerationId, parseGenerationId, undecorate } from '../../shared/api/generationId';
import * as normalize from '../../shared/catalog/normalizeInput';
import type { Body } from '../../shared/catalog/validationIssues';
import { getLocatorValue } from '../../shared/descriptions/fields';
import { capitalize } from '../../shared/text';
import { type FileRequirements, MediaInput } from '../../shared/jobs/submit/mediaInput';
import type { MediaKind } from '../../shared/jobs/submit/uploadType';
import { type FileValue, parseFiles } from './fileParameters';
import type { FieldIndex } from './parameterNames';
import { describeValue, emptyToUndefined, hasExpression } from './parameterValues';

/** Typed access to the parameters of one item. Expressions can return any type. Unset parameters are undefined. */
export class ItemParameters {
	constructor(
		private readonly context: IExecuteFunctions,
		readonly index: number,
		readonly fields: FieldIndex,
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

	getRequiredString(name: string): string {
		return this.getString(name) ?? this.throwMissing(name);
	}

	private throwMissing(name: string, advice = 'Enter a value, or check the expression.'): never {
		throw this.createError(`"${this.getDisplayName(name)}" is empty`, advice);
	}

	private getNumber(name: string): number | undefined {
		return this.toNumber(this.getValue(name), this.getDisplayName(name));
	}

	private toNumber(value: unknown, displayName: string): number | undefined {
		if (value === undefined) return undefined;
		const number = typeof value === 'string' ? Number(value) : value;
		if (typeof number === 'number' && Number.isFinite(number)) return number;
		throw this.createTypeError(displayName, value, 'a number');
	}

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
		const seconds = typeof value === 'string' ? normalize.normalizeDuration(value) : value;
		return this.toNumber(seconds, this.getDisplayName('duration')) || undefined;
	}

	getQuality(): string | undefined {
		const text = this.getString('quality');
		return text && normalize.normalizeQuality(text);
	}

	/** Width to height, e.g. `16:9`. */
	getAspectRatio(): string | undefined {
		const text = this.getString('aspectRatio');
		return text && normalize.normalizeAspectRatio(text);
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
		return typed && normalize.normalizeModel(typed, this.models);
	}

	/** E-mail of the selected account; undefined for any. */
	getAccount(): string | undefined {
		return this.getLocatorValue('account');
	}

	getRequiredAccount(): string {
		return this.validateEmail('account', this.getAccount());
	}

	/** @throws NodeOperationError if it isn't an e-mail: it becomes part of a path, which `..` would change */
	validateEmail(name: string, value: string | undefined): string {
		const email = undecorate(value ?? this.throwMissing(name));
		if (/^[^\s@/]+@[^\s@/]+$/.test(email)) return email;
		throw this.createError(
			`"${this.getDisplayName(name)}" is not an email address`,
			'Enter the email that the PixVerse account signs in with.',
		);
	}

	/** @throws NodeOperationError if it is not an ID of this generation type */
	getId(name: string, kind: GenerationType): GenerationId {
		return this.parseIdOf(this.getLocatorValue(name) ?? this.throwMissing(name), name, kind);
	}

	private parseIdOf(value: string, name: string, kind: GenerationType): GenerationId {
		const id = parseGenerationId(value);
		const { idKind, noun } = generationTypes[kind];
		if (id?.kind === idKind) return id;
		const displayName = this.getDisplayName(name);
		const found = id?.kind === 'image' ? 'an image' : id?.kind;
		throw this.createError(
			id
				? `"${displayName}" is the ID of ${found}, not of a ${noun}`
				: `"${displayName}" is not a PixVerse ID`,
			`The ID of a ${noun} looks like user:1234-pixverse:studio@example.com-${idKind}:5678.`,
		);
	}

	getAnyId(name: string): GenerationId {
		return parseGenerationId(this.getRequiredString(name)) ?? this.getId(name, 'video');
	}

	/** The value of a resource locator, e.g. an account, a voice, or an effect, without formatting around it. */
	getLocatorValue(name: string): string | undefined {
		const value = getLocatorValue(this.getValue(name));
		if (typeof value === 'object' && value !== null)
			throw this.createTypeError(this.getDisplayName(name), value, 'text');
		return undecorate(String(value ?? '')) || undefined;
	}

	getFile(
		name: string,
		accepts?: MediaKind,
		required?: Omit<FileRequirements, 'accepts'>,
	): MediaInput | undefined {
		const file = this.getFileValue(name);
		return file && this.toMediaInput(file, this.getDisplayName(name), { accepts, ...required });
	}

	getRequiredFile(name: string): MediaInput {
		const advice = 'Enter the name of the binary field with the file, or a URL.';
		return this.getFile(name) ?? this.throwMissing(name, advice);
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

	private toMediaInput(
		{ mode, text, file }: FileValue,
		displayName: string,
		required: FileRequirements,
	): MediaInput {
		// The entries of a library are paths of existing files.
		const source = mode === 'list' ? 'path' : mode === 'url' || mode === 'path' ? mode : 'binary';
		return new MediaInput(source, text, displayName, this.index, required, file);
	}

	/** A list of files under numbered API names without gaps: `frame_#_path` → frame_1_path, frame_2_path … */
	getFileList(name: string, numbered: string, accepts: MediaKind): Record<string, MediaInput> {
		const files = this.getFileEntries(name).map(({ file, place }, index) => [
			numbered.replace('#', String(index + 1)),
			this.toMediaInput(file, `${this.getDisplayName(name)} ${place}`, { accepts }),
		]);
		return Object.fromEntries(files) as Record<string, MediaInput>;
	}

	/** The files of a list, each with its entry. An entry can hold several files. */
	private getFileEntries(name: string) {
		return this.getEntries(name).flatMap((entry, index) => {
			const number = index + 1;
			const files = this.parseFiles(entry.file, `${this.getDisplayName(name)} ${number}`, true);
			return files.map((file, position) => ({
				entry,
				file,
				place: files.length > 1 ? `${number} (file ${position + 1})` : `${number}`,
			}));
		});
	}

	/** Prompts and durations between the frames of a transition: prompt_1_to_2, duration_1_to_2 … */
	getTransitionSegments(): Body {
		const transitions = this.getEntries('transitions');
		const frames = this.getFileEntries('frames').slice(0, -1);
		const segments = frames.flatMap(({ entry }, index) => {
			const read = (field: string, parse: (value: unknown, displayName: string) => unknown) => {
				const name = `${field}_${index + 1}_to_${index + 2}`;
				const own = emptyToUndefined(transitions[index]?.[field]) || emptyToUndefined(entry[field]);
				return [name, parse.call(this, own, this.fields.displayNames[name] ?? field) || undefined];
			};
			return [read('prompt', this.toText), read('duration', this.toNumber)];
		});
		return Object.fromEntries(segments) as Body;
	}

	private getEntries(name: string): Body[] {
		const list = this.getValue(name);
		if (list === undefined) return [];
		const { entries = [] } = list as { entries?: unknown };
		const isValidList = typeof list === 'object' && !Array.isArray(list) && Array.isArray(entries);
		if (isValidList && entries.every((entry) => typeof entry === 'object' && entry !== null))
			return entries as Body[];
		throw this.createTypeError(this.getDisplayName(name), list, 'a list of entries');
	}

	/** A PixVerse generation by ID, or a file, of these MIME types, under their API names. */
	getSource(kind: 'video' | 'image', types?: readonly string[]): Body {
		const name = `source${capitalize(kind)}`;
		const file = this.getFileValue(name);
		const legacyName = `${kind}Id`;
		const legacyId =
			!file && this.fields.find(legacyName) ? this.getLocatorValue(legacyName) : undefined;
		const text = legacyId ?? file?.text ?? '';
		if (legacyId || file?.mode === 'id' || file?.mode === 'list' || parseGenerationId(text))
			return { [`${kind}_id`]: this.parseIdOf(text, name, kind).raw };
		return file ? { [`${kind}_path`]: this.getFile(name, kind, { types }) } : {};
	}

	/** The options that are sent to the API, by API name. */
	getOptions(): Body {
		const readOption = ({ name, type }: INodeProperties): unknown => {
			const parameter = `options.${name}`;
			if (type === 'boolean') return this.getBoolean(parameter);
			return type === 'number' ? this.getNumber(parameter) : this.getString(parameter);
		};
		const entries = this.fields.sentOptions.map(([field, apiName]) => [apiName, readOption(field)]);
		return Object.fromEntries(entries.filter(([, value]) => value !== undefined)) as Body;
	}

	/** Maximum number of results; undefined for all. */
	getLimit(): number | undefined {
		if (this.getBoolean('returnAll')) return undefined;
		return Math.max(1, Math.floor(this.getNumber('toolLimit') ?? this.getNumber('limit') ?? 50));
	}

	private getValue(name: string): unknown {
		// Without a fallback, n8n throws for an option that was not added.
		const readParameter = (options: IGetNodeParameterOptions): unknown =>
			this.context.getNodeParameter(name, this.index, null, options);
		const raw = readParameter({ rawExpressions: true });
		// Most options are not added, most others are no expressions, and n8n takes long to resolve and validate them.
		return emptyToUndefined(hasExpression(raw) ? readParameter({ skipValidation: true }) : raw);
	}

	private getDisplayName(name: string): string {
		return this.fields.find(name)?.displayName ?? name;
	}

	private createTypeError(displayName: string, value: unknown, expected: string) {
		return this.createError(
			`"${displayName}" is ${describeValue(value)}, but must be ${expected}`,
			'Correct the value or its expression. Nothing was sent for this item.',
		);
	}

	private createError(message: string, description: string) {
		return createInputError(this.context.getNode(), this.index, { message, description });
	}
}
