import type { IExecuteFunctions, IGetNodeParameterOptions, INodeProperties } from 'n8n-workflow';
import { inputError } from '../../shared/api/errors';
import type { Kind } from '../../shared/api/generationTypes';
import type { GenerationId } from '../../shared/api/generationId';
import { parseId } from '../../shared/api/generationId';
import {
	modelSpelled,
	qualitySpelled,
	ratioSpelled,
	secondsSpelled,
} from '../../shared/catalog/normalizeInput';
import type { MediaKind } from '../../shared/jobs/submit/mediaInput';
import { MediaInput } from '../../shared/jobs/submit/mediaInput';
import { costOptions, waitingOptions } from '../descriptions/waitAndOutput';
import type { FieldNames } from './parameterNames';
import { guessedMode, inWords, meant } from './parameterValues';

/** The parameters of one item, read strictly: expressions may bring any type. What is not set is undefined. */
export class Item {
	constructor(
		private readonly context: IExecuteFunctions,
		readonly index: number,
		private readonly fields: FieldNames,
		private readonly models: Readonly<Record<string, { name: string }>>,
		/** Whether an AI agent asks. */
		readonly tool: boolean,
	) {}

	text(name: string): string | undefined {
		return this.asText(this.value(name), this.shown(name));
	}

	private asText(value: unknown, shown: string): string | undefined {
		if (value === undefined || typeof value === 'string') return value;
		if (typeof value === 'number' || typeof value === 'boolean') return String(value);
		throw this.wrong(shown, value, 'text');
	}

	/** @throws NodeOperationError when it is not set */
	required(name: string): string {
		return this.text(name) ?? this.missing(name);
	}

	private missing(name: string): never {
		throw inputError(this.context.getNode(), this.index, {
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
		throw this.wrong(shown, value, 'a number');
	}

	/** @throws NodeOperationError when it is no whole number */
	wholeNumber(name: string): number | undefined {
		const number = Number(this.chosen(name) ?? Number.NaN);
		if (this.chosen(name) === undefined) return undefined;
		if (Number.isSafeInteger(number)) return number;
		throw this.wrong(this.shown(name), this.chosen(name), 'a whole number');
	}

	/** @throws NodeOperationError when a number is not in the range that its field shows */
	inRange(name: string, number = this.number(name)): number | undefined {
		const { minValue = -Infinity, maxValue = Infinity } = this.fields.find(name)?.typeOptions ?? {};
		if (number === undefined || (number >= minValue && number <= maxValue)) return number;
		const range = maxValue === Infinity ? `at least ${minValue}` : `${minValue} to ${maxValue}`;
		throw this.wrong(this.shown(name), number, range);
	}

	/** For IDs that are numbers in one place and words in another. */
	numberOrText(name: string): number | string | undefined {
		const text = this.chosen(name);
		return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : text;
	}

	/** In seconds; 0 stands for the default of the model. */
	duration(): number | undefined {
		const value = this.value('duration');
		const seconds = typeof value === 'string' ? secondsSpelled(value) : value;
		return this.asNumber(seconds, this.shown('duration')) || undefined;
	}

	quality(): string | undefined {
		const text = this.text('quality');
		return text && qualitySpelled(text);
	}

	/** Width to height, e.g. `16:9`. */
	aspectRatio(): string | undefined {
		const text = this.text('aspectRatio');
		return text && ratioSpelled(text);
	}

	boolean(name: string): boolean | undefined {
		const value = this.value(name);
		if (value === undefined || typeof value === 'boolean') return value;
		if (value === 'true' || value === 1) return true;
		if (value === 'false' || value === 0) return false;
		throw this.wrong(this.shown(name), value, 'true or false');
	}

	/** ID of the chosen model, or what was typed when no model is called so. */
	model(): string | undefined {
		const typed = this.located('model')?.value;
		return typed && modelSpelled(typed, this.models);
	}

	/** E-mail of the chosen account; undefined for any. */
	account(): string | undefined {
		return this.located('account')?.value;
	}

	/** @throws NodeOperationError when none is chosen */
	requiredAccount(): string {
		return this.email('account', this.account());
	}

	/** @throws NodeOperationError when it is empty, or something else: it goes into a path, where '..' leads elsewhere */
	email(name: string, value: string | undefined): string {
		const email = (value ?? this.missing(name)).trim();
		if (/^[^\s@/]+@[^\s@/]+$/.test(email)) return email;
		throw inputError(this.context.getNode(), this.index, {
			message: `"${this.shown(name)}" is not an e-mail address`,
			description: 'Give the e-mail that the PixVerse account signs in with.',
		});
	}

	/** @throws NodeOperationError when it is no ID, or one of another kind */
	id(name: string, kind: Kind): GenerationId {
		return this.idIn(this.required(name), name, kind);
	}

	private idIn(value: string, name: string, kind: Kind): GenerationId {
		const id = parseId(value);
		if (id?.kind === kind) return id;
		throw inputError(this.context.getNode(), this.index, {
			message: id
				? `"${this.shown(name)}" is the ID of ${id.kind === 'image' ? 'an image' : id.kind}, not of a ${kind}`
				: `"${this.shown(name)}" is not a PixVerse ID`,
			description: `The ID of a ${kind} looks like user:1234-pixverse:studio@example.com-${kind}:5678.`,
		});
	}

	/** @throws NodeOperationError when it is no ID of any kind */
	anyId(name: string): GenerationId {
		const value = this.required(name);
		const id = parseId(value);
		return id ?? this.id(name, 'video');
	}

	/** The chosen entry of a resource locator by its parameter name, e.g. a voice or an effect. */
	chosen(name: string): string | undefined {
		return this.located(name)?.value;
	}

	/** A file the user named; undefined when the field is empty. */
	media(name: string, accepts?: MediaKind): MediaInput | undefined {
		return this.mediaIn(this.value(name), name, this.shown(name), accepts);
	}

	/** A list of files under numbered API names without gaps: `frame_#_path` → frame_1_path, frame_2_path … */
	mediaList(name: string, numbered: string, accepts: MediaKind): Record<string, MediaInput> {
		const files = this.entries(name).flatMap((entry, index) => {
			const shown = `${this.shown(name)} ${index + 1}`;
			return this.mediaIn(entry.file, name, shown, accepts) ?? [];
		});
		return Object.fromEntries(
			files.map((file, index) => [numbered.replace('#', String(index + 1)), file]),
		);
	}

	/** Words and times between the frames of a transition: prompt_1_to_2, duration_1_to_2 … */
	segments(name: string): Record<string, unknown> {
		const frames = this.entries(name).filter(({ file }) => this.locate(file, name));
		const segments = frames.slice(0, -1).flatMap((entry, index) => {
			const place = index + 1;
			const between = `${place}_to_${place + 1}`;
			const shown = (field: string) => `${this.shown(`${name}.${field}`)} ${place}`;
			const seconds = this.asNumber(meant(entry.duration), shown('duration'));
			return [
				[`prompt_${between}`, this.asText(meant(entry.prompt), shown('prompt'))],
				[`duration_${between}`, seconds || undefined],
			];
		});
		return Object.fromEntries(segments) as Record<string, unknown>;
	}

	/** The entries of a list that the user added to. */
	private entries(name: string): Array<Record<string, unknown>> {
		const list = this.value(name);
		if (list === undefined) return [];
		const { entries = [] } = list as { entries?: unknown };
		const wellFormed = typeof list === 'object' && !Array.isArray(list) && Array.isArray(entries);
		if (wellFormed && entries.every((entry) => typeof entry === 'object' && entry !== null))
			return entries as Array<Record<string, unknown>>;
		throw this.wrong(this.shown(name), list, 'entries that are added in the node');
	}

	/** A video that PixVerse made, by ID, or another that is uploaded. */
	sourceVideo(): { video_id?: string; video_path?: MediaInput } {
		const located = this.located('sourceVideo');
		if (!located) return {};
		if (located.mode === 'id' || parseId(located.value))
			return { video_id: this.idIn(located.value, 'sourceVideo', 'video').raw };
		return { video_path: this.media('sourceVideo', 'video') };
	}

	/** The Options collection as the API wants it: only what was added, without what concerns the node alone. */
	options(): Record<string, unknown> {
		const entries = this.fields.options
			.filter(([{ name, type }]) => type !== 'resourceLocator' && !OWN.has(name))
			.map(([field, apiName]) => [apiName, this.typed(field)] as const);
		return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
	}

	/** How many rows of a list; undefined for all. */
	limit(): number | undefined {
		if (this.boolean('returnAll')) return undefined;
		return Math.max(1, Math.floor(this.number('toolLimit') ?? this.number('limit') ?? 50));
	}

	/** The parameters' display names by API name. */
	get names(): Record<string, string> {
		return this.fields.byApiName;
	}

	private typed({ name, type }: INodeProperties): unknown {
		const parameter = `options.${name}`;
		if (type === 'boolean') return this.boolean(parameter);
		return type === 'number' ? this.number(parameter) : this.text(parameter);
	}

	private mediaIn(
		raw: unknown,
		name: string,
		shown: string,
		accepts?: MediaKind,
	): MediaInput | undefined {
		const located = this.locate(raw, name);
		if (!located) return undefined;
		// No binary field is called like an address: whoever filled it in, a model perhaps, did not see the mode.
		const mode = located.mode === 'binary' ? guessedMode(located.value) : located.mode;
		const source = mode === 'url' || mode === 'path' ? mode : 'binary';
		return new MediaInput(source, located.value, shown, accepts);
	}

	private located(name: string): { mode: string; value: string } | undefined {
		return this.locate(this.value(name), name);
	}

	private locate(raw: unknown, name: string): { mode: string; value: string } | undefined {
		if (raw === undefined || raw === null || raw === '') return undefined;
		if (Array.isArray(raw) || (typeof raw === 'object' && !('value' in raw)))
			throw this.wrong(this.shown(name), raw, 'text');
		const { mode, value } =
			typeof raw === 'object' && !Array.isArray(raw)
				? (raw as { mode?: string; value?: unknown })
				: { mode: undefined, value: raw };
		if (value === undefined || value === null || value === '') return undefined;
		if (typeof value === 'object') throw this.wrong(this.shown(name), value, 'text');
		const text = String(value).trim();
		return text === '' ? undefined : { mode: mode ?? guessedMode(text), value: text };
	}

	/** The raw value; undefined for everything that stands for "not set". */
	private value(name: string): unknown {
		// Without a fallback n8n throws for an option that was not added.
		const read = (options: IGetNodeParameterOptions) =>
			this.context.getNodeParameter(name, this.index, null, options);
		// Most options are not added, and n8n takes long to resolve and validate what is not there.
		return read({ rawExpressions: true }) === null
			? undefined
			: meant(read({ skipValidation: true }));
	}

	private shown(name: string): string {
		return this.fields.shown(name);
	}

	private wrong(shown: string, value: unknown, wanted: string) {
		return inputError(this.context.getNode(), this.index, {
			message: `"${shown}" is ${inWords(value)}, but has to be ${wanted}`,
			description: 'Correct the value or its expression. Nothing was sent for this item.',
		});
	}
}

/** Options that concern the node, not the API. */
const OWN = new Set([...waitingOptions, ...costOptions].map(({ name }) => name));
