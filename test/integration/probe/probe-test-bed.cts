import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { request } from 'undici';

import { parseOptions } from '../../../scripts/probe/options.cts';
import { runProbe } from '../../../scripts/probe/run.cts';
import { type Simulator, startSimulator } from '../../../simulator/simulator.cts';

export const SECRET_PROMPT = 'a secret zebra of Mrs. Miller';

interface ProbeResult {
	isDifferent: boolean;
	output: string;
	report: string;
}

/** Creates a simulator for the suite, reset before each test, and the probe in this process. */
export function createProbeTestBed() {
	const folder = mkdtempSync(join(tmpdir(), 'pixverse-probe-'));
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

	const getEnvironment = (): NodeJS.ProcessEnv => ({
		PIXVERSE_API_TOKEN: simulator.token,
		PIXVERSE_API_BASE_URL: simulator.url,
	});
	const getReport = (name: number | string = reports) => join(folder, `${name}.md`);

	return {
		get simulator() {
			return simulator;
		},
		getEnvironment,
		/** The path of a report: by default, that of the last probe in this process. */
		getReport,
		/** Runs the probe in this process. */
		async probe(args: string[] = [], env: NodeJS.ProcessEnv = {}): Promise<ProbeResult> {
			reports++;
			const file = getReport();
			const options = parseOptions(['--report', file, ...args], { ...getEnvironment(), ...env });
			if (!options) throw new Error('There are no options');
			const lines: string[] = [];
			const isDifferent = await runProbe(options, (text) => lines.push(text));
			return { isDifferent, output: lines.join('\n'), report: readFileSync(file, 'utf8') };
		},
		expectNoSecrets({ output, report }: Pick<ProbeResult, 'output' | 'report'>): void {
			for (const text of [output, report]) {
				expect(text).not.toContain(simulator.token);
				expect(text).not.toMatch(/zebra|Miller/);
				expect(text).not.toContain('@');
				expect(text).not.toMatch(/https?:\/\//);
				expect(text).not.toMatch(/user:\d/);
			}
		},
	};
}

async function create(simulator: Simulator, path: string, body: object): Promise<void> {
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

/** Creates something of each kind, finished, running, and failed. */
export async function fillAccount(simulator: Simulator): Promise<void> {
	const prompt = SECRET_PROMPT;
	simulator.seedVideos(3);
	await create(simulator, 'videos/create', { prompt });
	await create(simulator, 'videos/create', { prompt, model: 'v5', quality: '1080p' });
	await create(simulator, 'videos/create', { prompt, model: 'seedance-2.5-draft', duration: 4 });
	await create(simulator, 'images/create', { prompt, create_count: 2 });
	await create(simulator, 'images/create', { prompt, model: 'nano-banana-2', quality: '2160p' });
	await create(simulator, 'music/create', { prompt });
	await create(simulator, 'speech/create', {
		text: prompt,
		voice_id: 'minimax_english_radiant_girl',
	});
	// The account has 8 slots.
	simulator.clock.advance(600_000);
	await create(simulator, 'music-video/create', { audio_path: 'library/song/harbor_lights.mp3' });
	simulator.clock.advance(600_000);
	simulator.plannedResults.add({ status: 'FAILED', count: 1 });
	await create(simulator, 'images/create', { prompt });
	simulator.clock.advance(600_000);
	await create(simulator, 'videos/create', { prompt });
}

/** The differences that a report lists, as "call: kind: detail". */
export const getDifferences = (report: string): string[] =>
	(/## Differences\n\n([\s\S]*?)\n\n## Notes/.exec(report)?.[1] ?? '')
		.split('\n')
		.map((line) => line.replace(/^- `(.*?)`: /, '$1: '));
