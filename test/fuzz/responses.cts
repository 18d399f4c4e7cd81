import { readFileSync } from 'node:fs';
import path from 'node:path';
import { request } from 'undici';

import type { Simulator } from '../../simulator/simulator.cts';

/** What the API answered to one call. */
export interface RecordedResponse {
	/** The call, with the placeholders of the reference: `GET videos/{id}`. */
	readonly call: string;
	readonly status: number;
	readonly text: string;
}

const sample = (name: string) => readFileSync(path.join(__dirname, '../../simulator/media', name));
const ACCOUNT = 'studio@example.com';
const VOICE = 'minimax_english_radiant_girl';

/** Asks the simulated API for one answer of every kind that it gives, refusals and callbacks included. */
export async function recordResponses(simulator: Simulator): Promise<RecordedResponse[]> {
	const answers: RecordedResponse[] = [];
	const ask = async (call: string, target: string, body?: unknown, type = 'application/json') => {
		const [method = 'GET'] = call.split(' ');
		const { statusCode, body: answer } = await request(new URL(target, simulator.url), {
			method: method as 'GET',
			headers: {
				authorization: `Bearer ${simulator.token}`,
				...(body === undefined ? {} : { 'content-type': type }),
			},
			...(body === undefined ? {} : { body: Buffer.isBuffer(body) ? body : JSON.stringify(body) }),
		});
		const text = await answer.text();
		answers.push({ call, status: statusCode, text });
		return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
	};
	const api = (below: string) => `/v2/pixverse/${below}`;
	const create = async (endpoint: string, body: object) =>
		await ask(`POST ${endpoint}`, api(endpoint), body);

	simulator.accounts.add({ email: ACCOUNT, maxJobs: 8 });
	simulator.seedVideos(3);
	const old = simulator.jobs.at(-1)?.id ?? '';
	const upload = async (name: string, type: string) =>
		await ask('POST files', api(`files/?email=${ACCOUNT}`), sample(name), type);
	const image = ((await upload('frame.png', 'image/png')).result as Array<{ path: string }>)[0]
		?.path;
	const clip = (await upload('silent.mp4', 'video/mp4')).path;
	await upload('song.mp3', 'audio/mpeg');

	const replyUrl = `${simulator.mediaUrl}/reply`;
	await create('videos/create', { prompt: 'a lighthouse', replyUrl, replyRef: 'a-reference' });
	await create('videos/create', { prompt: 'from an image', first_frame_path: image });
	await create('videos/create-frames', {
		prompt: 'between',
		first_frame_path: image,
		last_frame_path: image,
	});
	await create('videos/extend', { video_id: old, prompt: 'on' });
	await create('videos/upscale', { video_id: old });
	await create('videos/restyle', { video_path: clip, prompt: 'as a watercolor' });
	await create('images/create', { prompt: 'a bicycle', create_count: 3 });
	await create('videos/create', { model: 'none' });
	await create('videos/create', { prompt: 'no slot is free' });

	await ask('GET scheduler', api('scheduler/'));
	await ask('GET scheduler/available', api('scheduler/available'));
	const finish = (from: number, ...as: Array<'COMPLETED' | 'FAILED' | 'MODERATED'>) =>
		as.forEach((status, index) => {
			simulator.lifecycle.finishById(simulator.jobs[from + index]?.id ?? '', status);
		});
	finish(3, 'COMPLETED', 'FAILED', 'MODERATED', 'COMPLETED');
	await create('music/create', { prompt: 'jazz' });
	await create('speech/create', { text: 'Hello', voice_id: VOICE });
	finish(9, 'COMPLETED', 'FAILED');
	simulator.lifecycle.finishById(simulator.jobs.at(-1)?.id ?? '');
	for (const job of simulator.jobs)
		await ask(`GET ${FOLDERS[job.kind]}/{id}`, api(`${FOLDERS[job.kind]}/${job.id}`));
	for (const folder of new Set(Object.values(FOLDERS)))
		await ask(`GET ${folder}`, api(`${folder}?email=${ACCOUNT}&limit=10`));
	for (const list of [
		'videos/effects',
		'videos/voices',
		'videos/restyles',
		'speech/voices',
		'speech/models',
	])
		await ask(`GET ${list}`, api(`${list}?email=${ACCOUNT}`));
	await ask('GET accounts', api('accounts'));
	await ask('GET accounts/{email}', api(`accounts/${ACCOUNT}`));
	await ask('POST accounts/{email}', api('accounts/new@example.com'), {
		email: 'new@example.com',
		password: 'open sesame',
		maxJobs: 3,
	});
	await ask('GET features', api(`features/?email=${ACCOUNT}`));
	await ask('GET account', '/v2/account');
	await ask('GET videos/{id}', api('videos/user:1-pixverse:a@b.test-video:1'));
	for (const { body } of simulator.webhooks.deliveries)
		answers.push({ call: 'POST callback', status: 200, text: JSON.stringify(body) });
	return answers;
}

const FOLDERS = { video: 'videos', image: 'images', music: 'music', speech: 'speech' } as const;
