import { musicModels, speechModels } from '../../nodes/shared/catalog/audioModels';
import { imageModels } from '../../nodes/shared/catalog/imageModels';
import type { Durations, VideoModel } from '../../nodes/shared/catalog/videoModels';
import { defaultVideoModel, videoModels } from '../../nodes/shared/catalog/videoModels';
import { code, table } from './markdown.cts';

/** Marks what is offered without being certain. */
const mark = (text: string, unsure: boolean | undefined): string =>
	unsure && text ? `${text} ?` : text;

const bold = (values: readonly string[], standard: string | undefined): string =>
	values.map((value) => (value === standard ? `**${value}**` : value)).join(', ');

function seconds(durations: Durations | undefined): string {
	if (!durations) return '';
	const { min, max, allowed, maxAt1080p } = durations;
	const range = allowed ? allowed.join(', ') : `${min}–${max}`;
	return maxAt1080p === undefined ? range : `${range} (1080p to ${maxAt1080p})`;
}

function inputs({ fusion, transitionFrames }: VideoModel): string {
	const parts: string[] = [];
	if (fusion) {
		const { images, videos = 0, audios = 0 } = fusion;
		const more = [videos && `${videos} videos`, audios && `${audios} audios`].filter(Boolean);
		parts.push(`fusion: ${[`${images} images`, ...more].join(', ')}`);
	}
	if (transitionFrames) {
		const { min, max } = transitionFrames;
		parts.push(`transition: ${min === max ? min : `${min}–${max}`} frames`);
	}
	return parts.join('; ');
}

function flags(model: VideoModel): string {
	const { isPixVerseModel: native, multiShot, required, rejectsAudioField: refusesAudio } = model;
	return [
		native && 'seed, off-peak, preview',
		multiShot && 'multi-shot',
		refusesAudio && 'refuses `audio`',
		required && `needs ${required.map(code).join(', ')}`,
	]
		.filter(Boolean)
		.join('; ');
}

const SOUND = { optional: 'on request', always: 'always', none: 'none' } as const;

export const videos = (): string =>
	table(
		[
			'Model',
			'ID',
			'Used by',
			'Qualities',
			'Seconds',
			'Ratios',
			'Sound',
			'Inputs',
			'Flags',
			'Note',
		],
		Object.entries(videoModels).map(([id, model]) => {
			const { unverified: unsure } = model;
			const extended = model.extendDurations && `; extend ${seconds(model.extendDurations)}`;
			return [
				`${model.name} (${model.vendor})`,
				code(id),
				mark(model.endpoints.join(', '), unsure?.includes('endpoints')),
				mark(bold(model.qualities, model.defaultQuality), unsure?.includes('qualities')),
				mark(seconds(model.durations) + (extended ?? ''), unsure?.includes('durations')),
				mark(model.aspectRatios?.join(', ') ?? 'not known', unsure?.includes('aspectRatios')),
				mark(SOUND[model.audio], unsure?.includes('audio')),
				inputs(model),
				flags(model),
				model.note ?? '',
			];
		}),
	);

export const standards = (): string =>
	table(
		['API', 'Model when none is sent'],
		Object.entries(defaultVideoModel).map(([endpoint, id]) => [
			code(`videos/${endpoint}`),
			code(id),
		]),
	);

export const images = (): string =>
	table(
		['Model', 'ID', 'Qualities', 'Ratios', 'References', 'Detail level', 'Note'],
		Object.entries(imageModels).map(([id, model]) => {
			const { detail, detailLevels = {}, references, unsure } = model;
			const levels = Object.keys(detailLevels).join(', ');
			return [
				model.name,
				code(id),
				model.qualities.join(', '),
				mark(bold(model.aspectRatios, model.defaultAspectRatio), unsure?.includes('aspectRatios')),
				mark(
					references === undefined ? 'not known' : String(references),
					unsure?.includes('references'),
				),
				detail === 'required' ? `needed: ${levels}` : detail === 'refused' ? 'none' : 'not known',
				model.note ?? '',
			];
		}),
	);

export const music = (): string =>
	table(
		['Model', 'ID', 'Longest prompt', 'Lyrics', 'Reference images', 'Credits a track'],
		Object.entries(musicModels).map(([id, model]) => [
			model.name,
			code(id),
			model.longestPrompt.toLocaleString('en-US'),
			model.takesLyrics ? 'yes' : 'no',
			String(model.references),
			String(model.credits),
		]),
	);

export const speech = (): string =>
	table(
		['Model', 'ID', 'Longest text', 'Language', 'Settings', 'Speed', 'Characters a credit'],
		Object.entries(speechModels).map(([id, model]) => [
			model.name,
			code(id),
			model.longestText.toLocaleString('en-US'),
			model.takesLanguage ? 'yes' : 'no',
			model.settings.join(', '),
			`${model.speed.min}–${model.speed.max}`,
			String(model.charactersPerCredit),
		]),
	);
