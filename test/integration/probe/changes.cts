import type { Change } from './changed-api.cts';
import { SECRET_PROMPT } from './probe-test-bed.cts';

type Rows = Array<Record<string, unknown>>;
const first = (body: unknown, key: string): Record<string, unknown> => {
	const rows = (body as Record<string, Rows>)[key] ?? [];
	return rows[0] ?? {};
};
export const inRow =
	(key: string, values: object): Change =>
	(body) => {
		Object.assign(first(body, key), values);
		return body;
	};

/** One change of the API for each kind of difference, and what the probe has to say. */
export const CHANGES: Readonly<Record<string, readonly [Change, ...string[]]>> = {
	'GET accounts': [
		(body) => {
			Object.assign(body['studio@example.com'] as object, { plan_region: 'EU', 'a@b.example': 1 });
			return body;
		},
		'unknown field: plan_region',
		'unknown field: (a name of 11 characters)',
	],
	'GET features': [
		(body) => ({
			...body,
			act_points: 4,
			qualities: ['720p', '4320p'],
			unlimited_image_models: ['qwen-image', 'qwen-image-2'],
		}),
		'unknown field: act_points',
		'unknown quality: qualities "4320p"',
		'unknown model: unlimited_image_models "qwen-image-2"',
	],
	'GET scheduler/available': [
		inRow('available', { paused: true }),
		'unknown field: available.paused',
	],
	'GET videos/effects': [
		inRow('items', { effect_type: '7', template_model: 'v7', qualities: ['721p'] }),
		'unknown value: effect_type "7"',
		'unknown model: template_model "v7"',
		'unknown quality: qualities "721p"',
	],
	'GET videos/voices': [
		() => ({ voices: [{ id: 'https://media.example.com/secret', name: SECRET_PROMPT }] }),
		'unreadable: No row has the field speaker_id',
		'unknown field: voices',
	],
	'GET speech/models': [
		(body) => {
			const [group] = body.provider_groups as Array<{ models: Rows }>;
			const [hd, turbo] = group?.models ?? [];
			Object.assign(hd ?? {}, { model: 'speech-3.0-hd', emotions: ['happy', 'jealous'] });
			Object.assign(turbo ?? {}, {
				max_characters: 5000,
				credit_formula: { unit_characters: 10, unit_credits: 1 },
				emotions: [],
			});
			return { ...body, default_model: 'speech-3.0-hd' };
		},
		'unknown model: model "speech-3.0-hd"',
		'not in the API: model "speech-2.8-hd"',
		'unknown value: emotions "jealous"',
		'not in the API: emotion "sad"',
		'limit: "speech-2.8-turbo" takes 5000 characters, but the catalog says 10000',
		'price: "speech-2.8-turbo" speaks 10 characters for a credit, but the catalog says 100',
		'unknown value: default_model "speech-3.0-hd"',
	],
	'GET videos': [
		(body) => {
			const [running, draft, v5, v6] = body.data as Rows;
			Object.assign(running ?? {}, {
				video_status: 3,
				video_status_name: 'REVIEWING',
				mood: 'calm',
			});
			Object.assign(draft ?? {}, { model: 'v9', aspect_ratio: SECRET_PROMPT });
			Object.assign(v5 ?? {}, { quality: '480p' });
			Object.assign(v6 ?? {}, { video_status_name: 'DONE' });
			return body;
		},
		'unknown status: 3 "REVIEWING"',
		'unknown field: mood',
		'unknown model: model "v9"',
		`unknown value: aspect_ratio (a text of ${SECRET_PROMPT.length} characters)`,
		'unknown quality: "v5" at "480p"',
		'unknown status: 1 is called "DONE"',
	],
	'GET images': [
		(body) => {
			const done = (body.data as Rows).filter(({ image_status }) => image_status === 1);
			Object.assign(done[0] ?? {}, { cost_credits: 61 });
			return { ...body, cursor: 'x' };
		},
		'unknown field: cursor',
		'price: "nano-banana-2" at "2160p" costs 61 credits, but the catalog says 60',
	],
	'GET music': [
		(body) => {
			const music = (body.data as Rows).find(({ create_mode }) => create_mode === 'music');
			Object.assign(music ?? {}, { model: 'music-3.0', create_mode: 'song' });
			return body;
		},
		'unknown model: model "music-3.0"',
		'unknown value: create_mode "song"',
	],
	'GET music-video': [inRow('data', { status: 'paused' }), 'unknown status: status "paused"'],
	'GET music-video/library': [inRow('songs', { bpm: 90 }), 'unknown field: songs.bpm'],
	'GET speech': [() => [], "unreadable: The response of the PixVerse API can't be read"],
	'POST videos/upscale': [
		() => ({ cost_credits: 31 }),
		'price: The request costs 31 credits, but the catalog says 30',
	],
	'POST images/upscale': [() => ({ total: 10 }), "no quote: PixVerse's quote has no price"],
	'POST music-video/create': [
		() => ({ price: 5, video_id: 'user:1-pixverse:a@b.example-video:9' }),
		'no quote: The API created a generation instead',
	],
};
