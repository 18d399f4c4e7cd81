import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { request } from 'undici';

import { OptionError, parseOptions } from '../../../scripts/probe/options.cts';
import { runProbe } from '../../../scripts/probe/run.cts';
import { type Simulator, startSimulator } from '../../../simulator/simulator.cts';
import { type Change, startChangedApi } from './changed-api.cts';

const project = join(__dirname, '../../..');
const folder = mkdtempSync(join(tmpdir(), 'pixverse-probe-'));
const SECRET_PROMPT = 'a secret zebra of Mrs. Miller';
const OTHER_ACCOUNT = 'second.account@example.com';
const MINIMAX_VOICE = 'minimax_english_radiant_girl';

let reports = 0;
let simulator: Simulator;
beforeAll(async () => {
	simulator = await startSimulator({ speed: 300 });
});
afterAll(async () => {
	await simulator.stop();
	rmSync(folder, { recursive: true, force: true });
});
beforeEach(() => simulator.reset());

interface ProbeResult {
	isDifferent: boolean;
	output: string;
	report: string;
}

/** Runs the probe in this process. */
async function probe(args: string[] = [], env: NodeJS.ProcessEnv = {}): Promise<ProbeResult> {
	const file = join(folder, `${++reports}.md`);
	const options = parseOptions(['--report', file, ...args], { ...getEnvironment(), ...env });
	if (!options) throw new Error('There are no options');
	const lines: string[] = [];
	const isDifferent = await runProbe(options, (text) => lines.push(text));
	return { isDifferent, output: lines.join('\n'), report: readFileSync(file, 'utf8') };
}

const getEnvironment = (): NodeJS.ProcessEnv => ({
	PIXVERSE_API_TOKEN: simulator.token,
	PIXVERSE_API_BASE_URL: simulator.url,
});

/** Runs the command, as `npm run probe` does. */
async function runCommand(env: NodeJS.ProcessEnv, ...args: string[]) {
	const main = join(project, 'scripts/probe/main.cts');
	const child = spawn(process.execPath, ['-r', 'tsx/cjs', main, ...args], {
		cwd: project,
		env: { ...process.env, ...env },
	});
	let output = '';
	for (const stream of [child.stdout, child.stderr])
		stream.on('data', (piece) => (output += String(piece)));
	const exitCode = await new Promise<number | null>((resolve) => child.once('close', resolve));
	return { exitCode, output };
}

async function create(path: string, body: object): Promise<void> {
	const { statusCode } = await request(`${simulator.url}/v2/pixverse/${path}`, {
		method: 'POST',
		headers: {
			authorization: `Bearer ${simulator.token}`,
			'content-type': 'application/json',
		},
		body: JSON.stringify({ email: 'studio@example.com', ...body }),
	});
	expect(statusCode).toBe(200);
}

/** Something of each kind, finished, running, and failed. */
async function fillAccount(): Promise<void> {
	const prompt = SECRET_PROMPT;
	simulator.seedVideos(3);
	await create('videos/create', { prompt });
	await create('videos/create', { prompt, model: 'v5', quality: '1080p' });
	await create('videos/create', { prompt, model: 'seedance-2.5-draft', duration: 4 });
	await create('images/create', { prompt, create_count: 2 });
	await create('images/create', { prompt, model: 'nano-banana-2', quality: '2160p' });
	await create('music/create', { prompt });
	await create('speech/create', { text: prompt, voice_id: MINIMAX_VOICE });
	// The account has 8 slots.
	simulator.clock.advance(600_000);
	await create('music-video/create', { audio_path: 'library/song/harbor_lights.mp3' });
	simulator.clock.advance(600_000);
	simulator.plannedResults.add({ status: 'FAILED', count: 1 });
	await create('images/create', { prompt });
	simulator.clock.advance(600_000);
	await create('videos/create', { prompt });
}

/** The differences that a report lists, as "call: kind: detail". */
const differencesOf = (report: string): string[] =>
	(/## Differences\n\n([\s\S]*?)\n\n## Notes/.exec(report)?.[1] ?? '')
		.split('\n')
		.map((line) => line.replace(/^- `(.*?)`: /, '$1: '));

function expectNoSecrets({ output, report }: Pick<ProbeResult, 'output' | 'report'>): void {
	for (const text of [output, report]) {
		expect(text).not.toContain(simulator.token);
		expect(text).not.toMatch(/zebra|Miller/);
		expect(text).not.toContain('@');
		expect(text).not.toMatch(/https?:\/\//);
		expect(text).not.toMatch(/user:\d/);
	}
}

describe('The probe of an API that is as the nodes know it', () => {
	it('should find no differences, spend nothing, and read everything that is free', async () => {
		simulator.accounts.add({ email: OTHER_ACCOUNT });
		await fillAccount();
		const jobs = simulator.jobs.length;
		const credits = simulator.accounts
			.list()
			.map((account) => simulator.accounts.getBalance(account));
		const result = await probe();

		expect(result.output).toContain('No differences');
		expect(differencesOf(result.report)).toEqual(['None.']);
		expect(result.isDifferent).toBe(false);
		expectNoSecrets(result);
		expect(simulator.jobs).toHaveLength(jobs);
		expect(
			simulator.accounts.list().map((account) => simulator.accounts.getBalance(account)),
		).toEqual(credits);
		const calls = [...result.report.matchAll(/^- `(.*?)(?:\?.*?)?`: (?!skipped|0 rows)/gm)].map(
			([, call]) => call,
		);
		expect([...new Set(calls)].sort()).toEqual(
			expect.arrayContaining([
				'GET accounts',
				'GET accounts/{email}',
				'GET features',
				'GET images',
				'GET music',
				'GET music-video',
				'GET music-video/library',
				'GET scheduler',
				'GET scheduler/available',
				'GET speech',
				'GET speech/models',
				'GET speech/voices',
				'GET videos',
				'GET videos/effects',
				'GET videos/restyles',
				'GET videos/voices',
				'POST images/upscale with quote: true',
				'POST music-video/create with quote: true',
				'POST videos/upscale with quote: true',
			]),
		);
	});

	it('should generate the cheapest video, image, and speech clip within the credits, up to the file', async () => {
		const before = simulator.accounts
			.list()
			.map((account) => simulator.accounts.getBalance(account));
		const result = await probe(['--spend', '10']);
		expect(result.isDifferent).toBe(false);
		expect(simulator.jobs.map(({ kind }) => kind).sort()).toEqual(['image', 'speech', 'video']);
		expect(result.output).toMatch(/✓ POST videos\/create: [1-9]\d* bytes/);
		expect(result.output).toMatch(/✓ POST images\/create: [1-9]\d* bytes/);
		expect(result.output).toMatch(/✓ POST speech\/create: [1-9]\d* bytes/);
		const after = simulator.accounts
			.list()
			.map((account) => simulator.accounts.getBalance(account));
		expect((before[0] ?? 0) - (after[0] ?? 0)).toBe(10);
		expectNoSecrets(result);
	});

	it('should leave out what exceeds the credits', async () => {
		const result = await probe(['--spend', '5']);
		expect(result.isDifferent).toBe(false);
		expect(simulator.jobs.map(({ kind }) => kind).sort()).toEqual(['speech', 'video']);
		expect(result.output).toMatch(
			/images\/create: skipped\n\s+\(It costs 5 credits, but only 0 of --spend are left/,
		);
	});
});

type Rows = Array<Record<string, unknown>>;
const first = (body: unknown, key: string): Record<string, unknown> => {
	const rows = (body as Record<string, Rows>)[key] ?? [];
	return rows[0] ?? {};
};
const inRow =
	(key: string, values: object): Change =>
	(body) => {
		Object.assign(first(body, key), values);
		return body;
	};

/** One change of the API for each kind of difference, and what the probe has to say. */
const CHANGES: Readonly<Record<string, readonly [Change, ...string[]]>> = {
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

describe('The probe of an API that has changed', () => {
	it('should report each kind of difference at its call, fail, and show no secret', async () => {
		await fillAccount();
		const changes = Object.entries(CHANGES).map(([call, [change]]) => [call, change] as const);
		const changed = await startChangedApi(simulator.url, Object.fromEntries(changes));
		simulator.faults.setSwitches({ retired: { restyle: true, sora: false } });
		const result = await probe([], { PIXVERSE_API_BASE_URL: changed.url });
		await changed.stop();

		expect(result.isDifferent).toBe(true);
		expectNoSecrets(result);
		const reported = differencesOf(result.report);
		for (const [call, [, ...differences]] of Object.entries(CHANGES)) {
			const shown = call.startsWith('POST') ? `${call} with quote: true` : call;
			for (const difference of differences) {
				const expected = `${shown}: ${difference}`;
				expect(reported.filter((line) => line.startsWith(expected))).toEqual([
					expect.stringContaining(expected),
				]);
				expect(result.output).toContain(difference);
			}
		}
		expect(reported).toContainEqual(
			expect.stringMatching(/^GET videos\/restyles: not in the API: /),
		);
		// Everything else is as before.
		const changedCalls = [...Object.keys(CHANGES), 'GET videos/restyles'];
		const others = reported.filter(
			(line) =>
				!changedCalls.some(
					(call) => line.startsWith(`${call}:`) || line.startsWith(`${call} with`),
				),
		);
		expect(others).toEqual([]);
	});

	it('should report a price that a create charges, and a file that never comes', async () => {
		simulator.plannedResults.add({ status: 'FAILED', kind: 'video' });
		const changed = await startChangedApi(simulator.url, {
			'POST videos/create': (body) => ({ ...body, cost_credits: 5 }),
		});
		const result = await probe(['--spend', '5'], { PIXVERSE_API_BASE_URL: changed.url });
		await changed.stop();
		expect(result.isDifferent).toBe(true);
		expect(differencesOf(result.report)).toEqual([
			'POST videos/create: price: It costs 5 credits, but the catalog says 4',
			'POST videos/create: no file: The video ended as "FAILED"',
		]);
	});
});

describe('The command line of the probe', () => {
	it('should end with code 1 when there are differences', async () => {
		const changed = await startChangedApi(simulator.url, {
			'GET scheduler/available': inRow('available', { paused: true }),
		});
		const env = { ...getEnvironment(), PIXVERSE_API_BASE_URL: changed.url };
		const result = await runCommand(env, '--report', join(folder, 'command.md'));
		await changed.stop();
		expect(result).toMatchObject({
			exitCode: 1,
			output: expect.stringMatching(/\n1 difference in \d+ checks\.\nReport: .*command\.md\n$/),
		});
	}, 180_000);

	it('should end with code 0 when there are none', async () => {
		const result = await runCommand(getEnvironment(), '--report', join(folder, 'same.md'));
		expect(result).toMatchObject({
			exitCode: 0,
			output: expect.stringContaining('No differences'),
		});
	}, 180_000);

	it('should end with code 2 without a token', async () => {
		const { exitCode, output } = await runCommand({ PIXVERSE_API_TOKEN: '' });
		expect(output).toMatch(/Set PIXVERSE_API_TOKEN.*Usage: npm run probe/s);
		expect(exitCode).toBe(2);
	}, 180_000);

	it.each<[string, NodeJS.ProcessEnv, RegExp]>([
		['a wrong token', { PIXVERSE_API_TOKEN: 'user:1-wrong' }, /token wasn't accepted/],
		[
			'an address without an API',
			{ PIXVERSE_API_BASE_URL: 'http://127.0.0.1:9' },
			/not be reached/,
		],
	])('should fail with %s, without a report', async (_what, env, pattern) => {
		const failure = await probe([], env).catch((error: unknown) => error as Error);
		expect((failure as Error).message).toMatch(pattern);
		expect((failure as Error).message).not.toContain('user:1-wrong');
		expect(existsSync(join(folder, `${reports}.md`))).toBe(false);
	});

	it.each([
		['an invalid number of credits', ['--spend', 'all'], /--spend must be a whole number/],
		['an unknown option', ['--spent', '1'], /Unknown option/],
	])('should reject %s', (_what, args, pattern) => {
		expect(() => parseOptions(args, getEnvironment())).toThrow(pattern);
		expect(() => parseOptions(args, getEnvironment())).toThrow(OptionError);
	});
});
