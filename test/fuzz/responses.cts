import { readFileSync } from 'node:fs';
import path from 'node:path';
import { request } from 'undici';

import type { Simulator } from '../../simulator/simulator.cts';

/** A response of the API to one call. */
export interface RecordedResponse {
	/** The call, with the placeholders of the reference: `GET videos/{id}`. */
	readonly call: string;
	readonly status: number;
	readonly text: string;
}

const sample = (name: string) => readFileSync(path.join(__dirname, '../../simulator/media', name));
const ACCOUNT = 'studio@example.com';
const VOICE = 'minimax_english_radiant_girl';

/** Records one response of each kind from the simulated API, including rejections and callbacks. */
export async function recordResponses(simulator: Simulator): Promise<RecordedResponse[]> {
	const responses: RecordedResponse[] = [];
	const send = async (call: string, target: string, body?: unknown, type = 'application/json') => {
		const [method = 'GET'] = call.split(' ');
		const { statusCode, body: responseBody } = await request(new URL(target, simulator.url), {
			method: method as 'GET',
			headers: {
				authorization: `Bearer ${simulator.token}`,
				...(body === undefined ? {} : { 'content-type': type }),
			},
			...(body === undefined ? {} : { body: Buffer.isBuffer(body) ? body : JSON.stringify(body) }),
		});
		const text = await responseBody.text();
		responses.push({ call, status: statusCode, text });
		return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
	};
	const api = (path: string) => `/v2/pixverse/${path}`;
	const create = async (endpoint: string, body: object) =>
		await send(`POST ${endpoint}`, api(endpoint), body);

	simulator.accounts.add({ email: ACCOUNT, maxJobs: 8 });
	simulator.seedVideos(3);
	const videoId = simulator.jobs.at(-1)?.id ?? '';
	const upload = async (name: string, type: string) =>
		await send('POST files', api(`files/?email=${ACCOUNT}`), sample(name), type);
	const imagePath = ((await upload('frame.png', 'image/png')).result as Array<{ path: string }>)[0]
		?.path;
	const clipPath = (await upload('silent.mp4', 'video/mp4')).path;
	await upload('song.mp3', 'audio/mpeg');

	const replyUrl = `${simulator.mediaUrl}/reply`;
	await create('videos/create', { prompt: 'a lighthouse', replyUrl, replyRef: 'a-reference' });
	await create('videos/create', { prompt: 'from an image', first_frame_path: imagePath });
	await create('videos/create-frames', {
		prompt: 'between',
		first_frame_path: imagePath,
		last_frame_path: imagePath,
	});
	await create('videos/extend', { video_id: videoId, prompt: 'on' });
	await create('videos/upscale', { video_id: videoId });
	await create('videos/restyle', { video_path: clipPath, prompt: 'as a watercolor' });
	await create('images/create', { prompt: 'a bicycle', create_count: 3 });
	await create('videos/create', { model: 'none' });
	await create('videos/create', { prompt: 'no slot is free' });

	await send('GET scheduler', api('scheduler/'));
	await send('GET scheduler/available', api('scheduler/available'));
	const finish = (from: number, ...statuses: Array<'COMPLETED' | 'FAILED' | 'MODERATED'>) =>
		statuses.forEach((status, index) => {
			simulator.lifecycle.finishById(simulator.jobs[from + index]?.id ?? '', status);
		});
	finish(3, 'COMPLETED', 'FAILED', 'MODERATED', 'COMPLETED');
	await create('music/create', { prompt: 'jazz' });
	await create('speech/create', { text: 'Hello', voice_id: VOICE });
	finish(9, 'COMPLETED', 'FAILED');
	simulator.lifecycle.finishById(simulator.jobs.at(-1)?.id ?? '');
	for (const job of simulator.jobs)
		await send(`GET ${LIST_PATHS[job.kind]}/{id}`, api(`${LIST_PATHS[job.kind]}/${job.id}`));
	for (const path of new Set(Object.values(LIST_PATHS)))
		await send(`GET ${path}`, api(`${path}?email=${ACCOUNT}&limit=10`));
	for (const list of [
		'videos/effects',
		'videos/voices',
		'videos/restyles',
		'speech/voices',
		'speech/models',
	])
		await send(`GET ${list}`, api(`${list}?email=${ACCOUNT}`));
	await send('GET accounts', api('accounts'));
	await send('GET accounts/{email}', api(`accounts/${ACCOUNT}`));
	await send('POST accounts/{email}', api('accounts/new@example.com'), {
		email: 'new@example.com',
		password: 'open sesame',
		maxJobs: 3,
	});
	await send('GET features', api(`features/?email=${ACCOUNT}`));
	await send('GET account', '/v2/account');
	await send('GET videos/{id}', api('videos/user:1-pixverse:a@b.test-video:1'));
	for (const { body } of simulator.webhooks.deliveries)
		responses.push({ call: 'POST callback', status: 200, text: JSON.stringify(body) });
	return responses;
}

const LIST_PATHS = { video: 'videos', image: 'images', music: 'music', speech: 'speech' } as const;
