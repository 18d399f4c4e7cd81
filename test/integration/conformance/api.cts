import { request } from 'undici';

import { files } from '../media.cts';
import type { TestBed } from '../test-bed.cts';
import { testAccount } from '../test-bed.cts';

/** Sends a request to the simulated API without the node. */
export async function send(
	{ simulator }: Pick<TestBed, 'simulator'>,
	method: 'GET' | 'POST' | 'DELETE',
	path: string,
	body?: unknown,
	headers: Record<string, string> = {},
): Promise<{ status: number; body: Record<string, unknown> }> {
	const isRaw = Buffer.isBuffer(body);
	const response = await request(`${simulator.url}/v2/pixverse/${path}`, {
		method,
		headers: {
			authorization: `Bearer ${simulator.token}`,
			...(body === undefined || isRaw ? {} : { 'content-type': 'application/json' }),
			...headers,
		},
		...(body === undefined ? {} : { body: isRaw ? body : JSON.stringify(body) }),
	});
	const text = await response.body.text();
	return {
		status: response.statusCode,
		body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>),
	};
}

/** The values of the placeholders of the reference in the present simulator. */
export type Fixtures = Readonly<Record<string, string>>;

/** Uploads a file of each type, and creates a generation of each type. */
export async function seedFixtures(testBed: Pick<TestBed, 'simulator'>): Promise<Fixtures> {
	const upload = async (file: { data: Buffer; mimeType: string }) => {
		const { body } = await send(testBed, 'POST', 'files', file.data, {
			'content-type': file.mimeType,
		});
		const [image] = (body.result ?? []) as Array<{ path: string }>;
		return image?.path ?? String(body.path);
	};
	const create = async (path: string, body: object) =>
		(await send(testBed, 'POST', path, body)).body;
	testBed.simulator.seedVideos(1);
	const video = testBed.simulator.jobs.at(-1)?.id ?? '';
	// Long enough to be running when the scheduler is read.
	const images = await create('images/create', { prompt: '[takes 9000s] a bicycle' });
	const music = await create('music/create', { prompt: 'jazz' });
	const speech = await create('speech/create', {
		text: 'Hello',
		voice_id: 'minimax_english_radiant_girl',
	});
	const picture = await create('images/create', { prompt: 'a red bicycle' });
	const draft = await create('videos/create', {
		prompt: 'a sketch',
		model: 'seedance-2.5-draft',
		duration: 4,
	});
	const finished = [(picture.success_ids as string[])[0], draft.video_id].map(String);
	for (const id of finished) testBed.simulator.lifecycle.finishById(id);
	const [finishedImageId = '', draftId = ''] = finished;
	const audio = await upload(files.mp3);
	const musicVideo = await create('music-video/create', { audio_path: audio });
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

/** Replaces placeholders such as `{image}` and `{videoId}` with the values of the fixtures. */
export function fillPlaceholders<T>(value: T, fixtures: Fixtures): T {
	if (value === undefined) return value;
	const text = JSON.stringify(value).replace(
		/\{(\w+)\}/g,
		(placeholder, name: string) => fixtures[name] ?? placeholder,
	);
	return JSON.parse(text) as T;
}
