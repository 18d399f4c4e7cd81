import { musicModels, speechModels } from '../../nodes/shared/catalog/audioModels';
import { imageModels } from '../../nodes/shared/catalog/imageModels';
import type { Durations, VideoModel } from '../../nodes/shared/catalog/videoModels';
import {
	defaultVideoModel,
	isPixVerseModel,
	videoModels,
} from '../../nodes/shared/catalog/videoModels';
import { formatCode, formatTable } from './markdown.cts';

/** Adds a question mark to values that the API documentation doesn't confirm. */
const markUnverified = (text: string, unverified: boolean | undefined): string =>
	unverified && text ? `${text} ?` : text;

const formatValues = (values: readonly string[], defaultValue: string | undefined): string =>
	values.map((value) => (value === defaultValue ? `**${value}**` : value)).join(', ');

function formatDurations(durations: Durations | undefined): string {
	if (!durations) return '';
	const { min, max, allowed, maxAt1080p } = durations;
	const range = allowed ? allowed.join(', ') : `${min}–${max}`;
	return maxAt1080p === undefined ? range : `${range} (1080p to ${maxAt1080p})`;
}

function formatInputs({ fusion, transitionFrames }: VideoModel): string {
	const parts: string[] = [];
	if (fusion) {
		const { images, videos = 0, audios = 0 } = fusion;
		const more = [videos && `${videos} videos`, audios && `${audios} audio files`].filter(Boolean);
		parts.push(`fusion: ${[`${images} images`, ...more].join(', ')}`);
	}
	if (transitionFrames) {
		const { min, max } = transitionFrames;
		parts.push(`transition: ${min === max ? min : `${min}–${max}`} frames`);
	}
	return parts.join('; ');
}

function formatFeatures(model: VideoModel): string {
	const { multiShot, required, rejectsAudioField } = model;
	return [
		isPixVerseModel(model) && 'seed, off-peak, preview',
		multiShot && 'multi-shot',
		rejectsAudioField && 'rejects `audio`',
		required && `requires ${required.map(formatCode).join(', ')}`,
	]
		.filter(Boolean)
		.join('; ');
}

const AUDIO_LABELS = { optional: 'on request', always: 'always', none: 'none' } as const;

export const formatVideoModels = (): string =>
	formatTable(
		[
			'Model',
			'ID',
			'Used by',
			'Qualities',
			'Seconds',
			'Ratios',
			'Audio',
			'Inputs',
			'Flags',
			'Note',
		],
		Object.entries(videoModels).map(([id, model]) => {
			const { unverified } = model;
			const extended =
				model.extendDurations && `; extend ${formatDurations(model.extendDurations)}`;
			return [
				`${model.name} (${model.vendor})`,
				formatCode(id),
				markUnverified(model.endpoints.join(', '), unverified?.includes('endpoints')),
				markUnverified(
					formatValues(model.qualities, model.defaultQuality),
					unverified?.includes('qualities'),
				),
				markUnverified(
					formatDurations(model.durations) + (extended ?? ''),
					unverified?.includes('durations'),
				),
				markUnverified(
					model.aspectRatios?.join(', ') ?? 'unknown',
					unverified?.includes('aspectRatios'),
				),
				markUnverified(AUDIO_LABELS[model.audio], unverified?.includes('audio')),
				formatInputs(model),
				formatFeatures(model),
				model.note ?? '',
			];
		}),
	);

export const formatDefaultModels = (): string =>
	formatTable(
		['Endpoint', 'Default model'],
		Object.entries(defaultVideoModel).map(([endpoint, id]) => [
			formatCode(`videos/${endpoint}`),
			formatCode(id),
		]),
	);

export const formatImageModels = (): string =>
	formatTable(
		['Model', 'ID', 'Qualities', 'Ratios', 'References', 'Detail level', 'Note'],
		Object.entries(imageModels).map(([id, model]) => {
			const { detailLevels = [], references, unverified } = model;
			const levels = detailLevels.join(', ');
			return [
				model.name,
				formatCode(id),
				formatValues(model.qualities, model.qualities[0]),
				markUnverified(
					formatValues(model.aspectRatios, model.aspectRatios[0]),
					unverified?.includes('aspectRatios'),
				),
				markUnverified(
					references === undefined ? 'unknown' : String(references),
					unverified?.includes('references'),
				),
				markUnverified(levels, unverified?.includes('detailLevels')) || 'none',
				model.note ?? '',
			];
		}),
	);

export const formatMusicModels = (): string =>
	formatTable(
		['Model', 'ID', 'Max. characters', 'Lyrics', 'Reference images', 'Credits per track'],
		Object.entries(musicModels).map(([id, model]) => [
			model.name,
			formatCode(id),
			model.maxPromptLength.toLocaleString('en-US'),
			model.supportsLyrics ? 'yes' : 'no',
			String(model.references),
			String(model.credits),
		]),
	);

export const formatSpeechModels = (): string =>
	formatTable(
		['Model', 'ID', 'Max. characters', 'Language', 'Settings', 'Speed', 'Characters per credit'],
		Object.entries(speechModels).map(([id, model]) => [
			model.name,
			formatCode(id),
			model.maxTextLength.toLocaleString('en-US'),
			model.supportsLanguageCode ? 'yes' : 'no',
			model.settings.join(', '),
			`${model.speed.min}–${model.speed.max}`,
			String(model.charactersPerCredit),
		]),
	);
