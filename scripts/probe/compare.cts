import type { IDataObject } from 'n8n-workflow';
import type { GenerationTypeConfig } from '../../nodes/shared/api/generationTypes';
import {
	speechModels,
	EMOTIONS,
	DEFAULT_SPEECH_MODEL,
	musicModels,
} from '../../nodes/shared/catalog/audioModels';
import { imageModels } from '../../nodes/shared/catalog/imageModels';
import { estimateCost } from '../../nodes/shared/catalog/prices';
import { upscalers } from '../../nodes/shared/catalog/upscalers';
import { videoModels } from '../../nodes/shared/catalog/videoModels';
import { AUDIO_MODES, EFFECT_MODELS, type Fields, STATUSES } from './expected.cts';
import { type Check, type DifferenceKind, showName, showValue } from './findings.cts';

type Row = Readonly<Record<string, unknown>>;

const isRow = (value: unknown): value is Row =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

const collect = <T,>(
	models: Readonly<Record<string, T>>,
	read: (model: T) => readonly string[] = () => [],
) => new Set(Object.values(models).flatMap(read));
const VIDEO_QUALITIES = collect(videoModels, ({ qualities }) => qualities);
const VIDEO_RATIOS = collect(videoModels, ({ aspectRatios = [] }) => aspectRatios);
const IMAGE_QUALITIES = collect(imageModels, ({ qualities }) => qualities);
const IMAGE_RATIOS = collect(imageModels, ({ aspectRatios }) => aspectRatios);

/** Reports fields that the reference doesn't have, in an object or in the objects of a list. */
export function compareFields(check: Check, value: unknown, expected: Fields, path = ''): void {
	if (Array.isArray(value)) {
		for (const entry of value) compareFields(check, entry, expected, path);
	} else if (isRow(value)) {
		for (const [name, inner] of Object.entries(value)) {
			const known = Object.hasOwn(expected, name) ? expected[name] : undefined;
			if (known === undefined) check.report('unknown field', path + showName(name));
			else if (known !== true) compareFields(check, inner, known, `${path}${name}.`);
		}
	}
}

/** Reports a status that the nodes don't support. */
export function compareStatus(
	check: Check,
	{ kind, statusField }: GenerationTypeConfig,
	row: Row,
): void {
	const { [statusField]: code, [`${statusField}_name`]: name } = row;
	const names = STATUSES[kind]?.[Number(code)];
	if (!names) check.report('unknown status', `${showValue(code)} ${showValue(name)}`);
	else if (!names.includes(String(name).toUpperCase())) {
		check.report('unknown status', `${showValue(code)} is called ${showValue(name)}`);
	}
}

/** Reports a value that isn't in a list of known ones. Ignores empty values. */
export function compareValue(
	check: Check,
	row: Row,
	field: string,
	known: ReadonlySet<string> | readonly string[],
	kind: DifferenceKind = 'unknown value',
): void {
	const value = row[field];
	if (value === undefined || value === null || value === '') return;
	for (const each of Array.isArray(value) ? (value as unknown[]) : [value]) {
		if (![...known].includes(String(each))) check.report(kind, `${field} ${showValue(each)}`);
	}
}

/** Compares a generation with its model in the catalog. */
export function compareGeneration(check: Check, type: GenerationTypeConfig, row: Row): void {
	compareStatus(check, type, row);
	if (type.kind === 'video') compareVideo(check, row);
	else if (type.kind === 'image') compareImage(check, row);
	else compareAudio(check, row);
}

function compareVideo(check: Check, row: Row): void {
	const models = { ...videoModels, ...upscalers.video };
	compareValue(check, row, 'model', Object.keys(models), 'unknown model');
	compareValue(check, row, 'quality', VIDEO_QUALITIES, 'unknown quality');
	compareValue(check, row, 'aspect_ratio', VIDEO_RATIOS);
	// A video that was generated from another one, or with an effect, can have qualities that its model doesn't have.
	const isOriginal = !row.original_video_id && !row.upscaled && !row.template_id;
	if (isOriginal) compareModelQuality(check, row, videoModels);
}

function compareImage(check: Check, row: Row): void {
	if (Object.hasOwn(upscalers.image, String(row.model))) return;
	compareValue(check, row, 'model', Object.keys(imageModels), 'unknown model');
	compareValue(check, row, 'quality', IMAGE_QUALITIES, 'unknown quality');
	compareValue(check, row, 'aspect_ratio', IMAGE_RATIOS);
	compareModelQuality(check, row, imageModels);
	const { model, quality, cost_credits: charged } = row;
	const { credits } = estimateCost('images/create', { model, quality });
	// In Relax Mode, images are free.
	if (typeof charged !== 'number' || charged === 0 || !Object.hasOwn(imageModels, String(model)))
		return;
	if (credits === undefined)
		check.note(`${showValue(model)} at ${showValue(quality)} costs ${charged} credits`);
	else comparePrice(check, `${showValue(model)} at ${showValue(quality)}`, charged, credits);
}

function compareAudio(check: Check, row: Row): void {
	const isMusic = row.create_mode !== AUDIO_MODES.speech;
	compareValue(check, row, 'create_mode', Object.values(AUDIO_MODES));
	compareValue(
		check,
		row,
		'model',
		Object.keys(isMusic ? musicModels : speechModels),
		'unknown model',
	);
	const known = Object.hasOwn(musicModels, String(row.model)) && musicModels[String(row.model)];
	if (isMusic && known && typeof row.credits === 'number') {
		comparePrice(check, showValue(row.model), row.credits, known.credits);
	}
}

function compareModelQuality(
	check: Check,
	{ model, quality }: Row,
	models: Readonly<Record<string, { qualities: readonly string[] }>>,
): void {
	const known = Object.hasOwn(models, String(model)) ? models[String(model)] : undefined;
	if (!known || typeof quality !== 'string' || quality === '' || known.qualities.includes(quality))
		return;
	check.report('unknown quality', `${showValue(model)} at ${showValue(quality)}`);
}

export function comparePrice(check: Check, what: string, actual: number, expected: number): void {
	if (actual === expected) return;
	check.report('price', `${what} costs ${actual} credits, but the catalog says ${expected}`);
}

/** Compares the plan of an account. */
export function compareFeatures(check: Check, row: Row): void {
	compareValue(check, row, 'qualities', VIDEO_QUALITIES, 'unknown quality');
	compareValue(check, row, 'unlimited_image_models', Object.keys(imageModels), 'unknown model');
	const planQualities = Array.isArray(row.qualities) ? (row.qualities as unknown[]) : [];
	const missing = [...VIDEO_QUALITIES].filter((quality) => !planQualities.includes(quality));
	if (planQualities.length > 0 && missing.length > 0) {
		check.note(`The catalog has ${missing.join(', ')}, but the plan doesn't`);
	}
}

/** Compares an effect. */
export function compareEffect(check: Check, row: Row): void {
	compareValue(check, row, 'effect_type', ['1', '2', '3', '4', '5']);
	compareValue(check, row, 'template_type', ['1', '2']);
	const models = [...Object.keys(videoModels), ...Object.keys(imageModels), ...EFFECT_MODELS];
	compareValue(check, row, 'template_model', models, 'unknown model');
	compareValue(
		check,
		row,
		'qualities',
		new Set([...VIDEO_QUALITIES, ...IMAGE_QUALITIES]),
		'unknown quality',
	);
}

/** Compares the list of speech models with the catalog, in both directions. */
export function compareSpeechModels(
	check: Check,
	rows: readonly IDataObject[],
	body: unknown,
): void {
	for (const row of rows) {
		const model = Object.hasOwn(speechModels, String(row.model))
			? speechModels[String(row.model)]
			: undefined;
		compareValue(check, row, 'model', Object.keys(speechModels), 'unknown model');
		compareValue(check, row, 'emotions', EMOTIONS);
		if (!model) continue;
		const id = showValue(row.model);
		const { unit_characters: characters, unit_credits: credits } = (row.credit_formula ??
			{}) as Row;
		if (typeof row.max_characters === 'number' && row.max_characters !== model.maxTextLength) {
			check.report(
				'limit',
				`${id} takes ${row.max_characters} characters, but the catalog says ${model.maxTextLength}`,
			);
		}
		if (
			typeof characters === 'number' &&
			typeof credits === 'number' &&
			characters / credits !== model.charactersPerCredit
		) {
			check.report(
				'price',
				`${id} speaks ${characters / credits} characters for a credit, but the catalog says ${model.charactersPerCredit}`,
			);
		}
		if (String(row.provider).toLowerCase() !== model.provider.toLowerCase()) {
			check.report('unknown value', `provider ${showValue(row.provider)} of ${id}`);
		}
	}
	const named = rows.map(({ model }) => model);
	for (const id of Object.keys(speechModels))
		if (!named.includes(id)) check.report('not in the API', `model "${id}"`);
	const emotions = rows.flatMap((row) =>
		Array.isArray(row.emotions) ? (row.emotions as unknown[]) : [],
	);
	for (const emotion of emotions.length > 0 ? EMOTIONS : []) {
		if (!emotions.includes(emotion)) check.report('not in the API', `emotion "${emotion}"`);
	}
	const { default_model: defaultModel = DEFAULT_SPEECH_MODEL } = isRow(body) ? body : {};
	if (defaultModel !== DEFAULT_SPEECH_MODEL)
		check.report('unknown value', `default_model ${showValue(defaultModel)}`);
}
