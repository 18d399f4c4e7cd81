import { request } from 'undici';

import { files } from '../media.cts';
import type { TestBed } from '../test-bed.cts';
import { testAccount } from '../test-bed.cts';

/** Talks to the simulated API without the node. */
export async function send(
	{ simulator }: Pick<TestBed, 'simulator'>,
	method: 'GET' | 'POST' | 'DELETE',
	path: string,
	body?: unknown,
	headers: Record<string, string> = {},
): Promise<{ status: number; body: Record<string, unknown> }> {
	const raw = Buffer.isBuffer(body);
	const answer = await request(`${simulator.url}/v2/pixverse/${path}`, {
		method,
		headers: {
			authorization: `Bearer ${simulator.token}`,
			...(body === undefined || raw ? {} : { 'content-type': 'application/json' }),
			...headers,
		},
		...(body === undefined ? {} : { body: raw ? body : JSON.stringify(body) }),
	});
	const text = await answer.body.text();
	return {
		status: answer.statusCode,
		body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>),
	};
}

/** What the placeholders of the reference stand for, in a simulator of this moment. */
export type Stock = Readonly<Record<string, string>>;

/** Uploads one file of each kind, and makes one of each thing that has an ID. */
export async function seedFixtures(testBed: Pick<TestBed, 'simulator'>): Promise<Stock> {
	const upload = async (file: { data: Buffer; mimeType: string }) => {
		const { body } = await send(testBed, 'POST', 'files', file.data, {
			'content-type': file.mimeType,
		});
		const [image] = (body.result ?? []) as Array<{ path: string }>;
		return image?.path ?? String(body.path);
	};
	const made = async (path: string, body: object) => (await send(testBed, 'POST', path, body)).body;
	testBed.simulator.seedVideos(1);
	const video = testBed.simulator.jobs.at(-1)?.id ?? '';
	// Long enough to be running when the scheduler is read.
	const images = await made('images/create', { prompt: '[takes 9000s] a bicycle' });
	const music = await made('music/create', { prompt: 'jazz' });
	const speech = await made('speech/create', {
		text: 'Hello',
		voice_id: 'minimax_english_radiant_girl',
	});
	const picture = await made('images/create', { prompt: 'a red bicycle' });
	const draft = await made('videos/create', {
		prompt: 'a sketch',
		model: 'seedance-2.5-draft',
		duration: 4,
	});
	const finished = [(picture.success_ids as string[])[0], draft.video_id].map(String);
	for (const id of finished) testBed.simulator.lifecycle.finishById(id);
	const [finishedImageId = '', draftId = ''] = finished;
	const audio = await upload(files.mp3);
	const musicVideo = await made('music-video/create', { audio_path: audio });
	return {
		account: testAccount,
		finishedImageId,
		draftId,
		image: await upload(files.png),
		video: await upload(files.mp4),
		audio,
		videoId: video,
		musicVideoId: String(musicVideo.video_id),
		imageId: String((images.success_ids as string[])[0]),
		musicId: String(music.audio_id),
		speechId: String(speech.audio_id),
	};
}

/** Puts what is in stock in place of `{image}`, `{videoId}` … */
export function fillRequired<T>(value: T, goods: Stock): T {
	if (value === undefined) return value;
	const text = JSON.stringify(value).replace(
		/\{(\w+)\}/g,
		(whole, name: string) => goods[name] ?? whole,
	);
	return JSON.parse(text) as T;
}
