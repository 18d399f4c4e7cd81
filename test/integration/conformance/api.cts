import { request } from 'undici';

import { files } from '../media.cts';
import type { Studio } from '../test-bed.cts';
import { studioAccount } from '../test-bed.cts';

/** Talks to the simulated API without the node. */
export async function send(
	{ simulator }: Pick<Studio, 'simulator'>,
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
export async function stock(here: Pick<Studio, 'simulator'>): Promise<Stock> {
	const upload = async (file: { data: Buffer; mimeType: string }) => {
		const { body } = await send(here, 'POST', 'files', file.data, {
			'content-type': file.mimeType,
		});
		const [image] = (body.result ?? []) as Array<{ path: string }>;
		return image?.path ?? String(body.path);
	};
	const made = async (path: string, body: object) => (await send(here, 'POST', path, body)).body;
	here.simulator.seedVideos(1);
	const video = here.simulator.jobs.at(-1)?.id ?? '';
	// Long enough to be still running when the scheduler is asked for it.
	const images = await made('images/create', { prompt: '[takes 9000s] a bicycle' });
	const music = await made('music/create', { prompt: 'jazz' });
	const speech = await made('speech/create', {
		text: 'Hello',
		voice_id: 'minimax_english_radiant_girl',
	});
	return {
		account: studioAccount,
		image: await upload(files.png),
		video: await upload(files.mp4),
		audio: await upload(files.mp3),
		videoId: video,
		imageId: String((images.success_ids as string[])[0]),
		musicId: String(music.audio_id),
		speechId: String(speech.audio_id),
	};
}

/** Puts what is in stock in place of `{image}`, `{videoId}` … */
export function filled<T>(value: T, goods: Stock): T {
	if (value === undefined) return value;
	const text = JSON.stringify(value).replace(
		/\{(\w+)\}/g,
		(whole, name: string) => goods[name] ?? whole,
	);
	return JSON.parse(text) as T;
}
