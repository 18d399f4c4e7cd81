import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import type { Execution } from '../../test/e2e/n8n/execution.cts';
import { findInstallation, InstallationFailed, PROJECT } from '../../test/e2e/n8n/installation.cts';
import { PortTaken, startN8n } from '../../test/e2e/n8n/instance.cts';
import { Rest, type Credential } from '../../test/e2e/n8n/rest.cts';
import { startSimulator } from '../../simulator/simulator.cts';
import { saveExample, type SavedExample } from './example.cts';
import { demoLogin } from './login.cts';
import type { DemoOptions } from './options.cts';

/** The demo's own n8n lives here between runs. */
const HOME = join(PROJECT, '.cache', 'demo');
/** What n8n printed in the last run. */
const LOG = join(PROJECT, '.cache', 'logs', 'demo-n8n.log');
const CREDENTIAL = { name: 'PixVerse account', type: 'pixVerseApi' };
/** The database and the videos of many runs. */
const NEEDS_GIGABYTES = 0.3;
/** A simulated second takes a third of a real one: a video takes as long as the node's first pause. */
const SIMULATOR_SPEED = 3;
/** The real API takes minutes when it is busy; the node's own limit is 30. */
const VIDEO_WITHIN_MS = 35 * 60_000;
/** n8n may finish what it is writing. */
const GRACE_MS = 10_000;

/** What has been started and must be ended, last first. */
type Cleanup = Array<() => Promise<void>>;

/**
 * Runs the demo until it has ended or is told to.
 *
 * @param leaving Ends everything, at any time.
 * @returns The exit code.
 */
export async function runDemo(options: DemoOptions, leaving: AbortSignal): Promise<number> {
	const { Failure } = await import('../install/failure.mjs');
	const cleanup: Cleanup = [];
	try {
		await demo(options, leaving, cleanup);
		return 0;
	} catch (error) {
		if (leaving.aborted) return 0;
		if (error instanceof Failure) console.error(String(error));
		else if (!(error instanceof InstallationFailed)) console.error(String(await inWords(error)));
		return 1;
	} finally {
		if (cleanup.length > 0 && !options.once) console.error('… Ending n8n and the simulator');
		for (const end of cleanup.reverse()) await end();
		if (leaving.aborted)
			console.error('✓ Everything has ended. `npm run demo` starts it again in seconds.');
	}
}

async function demo(options: DemoOptions, leaving: AbortSignal, cleanup: Cleanup): Promise<void> {
	const { requireSpace } = await import('../install/folders.mjs');
	requireSpace(HOME, NEEDS_GIGABYTES, 'The demo');
	if (options.fresh) rmSync(HOME, { recursive: true, force: true });

	const owner = demoLogin(join(HOME, 'login.json'));
	const access = options.api ?? (await simulatedApi(cleanup));
	console.error(
		options.api
			? `! PIXVERSE_API_TOKEN is set: this uses the real PixVerse API at ${access.baseUrl} and costs real credits.`
			: `✓ Simulated PixVerse API at ${access.baseUrl}: nothing is sent anywhere, nothing costs anything`,
	);
	await findInstallation(leaving);
	const { port } = options;
	const n8n = await step(
		'Starting n8n with the PixVerse package',
		async () =>
			await startN8n({
				userFolder: HOME,
				port,
				log: LOG,
				graceMs: GRACE_MS,
				signal: leaving,
			}),
	);
	cleanup.push(n8n.stop);

	const rest = await Rest.logIn(n8n.url, owner);
	const data = { apiToken: access.token, baseUrl: access.baseUrl };
	const credential = await saveCredential(rest, data);
	const example = await saveExample(rest, credential);
	const execution = await step(
		`Running the workflow "${example.name}"`,
		async () => await orAbort(leaving, rest.run(example.id, example.trigger, VIDEO_WITHIN_MS)),
	);
	const file = await saveVideo(rest, execution, example, resolve(PROJECT, options.output));

	console.log(`\n  Video      ${relative(process.cwd(), file) || file}`);
	if (options.once) return;
	console.log(`  Editor     ${n8n.url}/workflow/${example.id}
  E-mail     ${owner.email}
  Password   ${owner.password}

The editor keeps running. Ctrl+C ends it.`);
	await orAbort(leaving, n8n.ended);
	throw new Error(`n8n has ended by itself. Its last words:\n${n8n.logTail()}`);
}

/** Starts the simulator and has it ended with everything else. */
async function simulatedApi(cleanup: Cleanup): Promise<{ token: string; baseUrl: string }> {
	const simulator = await startSimulator({ speed: SIMULATOR_SPEED });
	cleanup.push(async () => await simulator.stop());
	return { token: simulator.token, baseUrl: simulator.url };
}

/** The demo's credential: made at the first run, pointed at the API in use at every run. */
async function saveCredential(rest: Rest, data: Record<string, unknown>): Promise<Credential> {
	const { name, type } = CREDENTIAL;
	const known = (await rest.credentials()).find((each) => each.name === name && each.type === type);
	if (!known) return await rest.createCredential(name, type, data);
	await rest.updateCredential(known, data);
	return known;
}

/** Writes the video of an execution into a folder. */
async function saveVideo(
	rest: Rest,
	execution: Execution,
	{ name, node }: SavedExample,
	folder: string,
): Promise<string> {
	const { Failure } = await import('../install/failure.mjs');
	if (execution.status !== 'success') {
		throw new Failure(
			`The workflow "${name}" did not work: ${execution.error?.message ?? execution.status}`,
			execution.error?.description ??
				`Look at the execution in the editor, or start over with --fresh.`,
			LOG,
		);
	}
	const binary = execution.itemsOf(node)[0]?.binary?.data;
	if (!binary) {
		throw new Failure(
			`The workflow "${name}" has ended without a video.`,
			'If you have changed it, start over with: npm run demo -- --fresh',
		);
	}
	mkdirSync(folder, { recursive: true });
	const file = join(folder, basename(binary.fileName ?? 'video.mp4'));
	writeFileSync(file, await rest.binary(binary.id));
	return file;
}

/** Does something with a line of progress. */
async function step<T>(title: string, work: () => Promise<T>): Promise<T> {
	const { startProgress } = await import('../install/progress.mjs');
	const progress = startProgress(title);
	try {
		const result = await work();
		progress.finish('done');
		return result;
	} catch (error) {
		progress.finish('failed');
		throw error;
	}
}

/** Waits for something, but not longer than until the demo is told to end. */
async function orAbort<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
	signal.throwIfAborted();
	return await Promise.race([
		work,
		new Promise<never>((_, reject) =>
			signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true }),
		),
	]);
}

/** What stopped the demo, for people. */
async function inWords(error: unknown): Promise<string> {
	const { DISK_FULL, explain, Failure } = await import('../install/failure.mjs');
	if (error instanceof PortTaken) {
		return new Failure(
			`Port ${error.port} is taken, and the editor needs one. Perhaps another n8n is running.`,
			`End what uses it, or choose another port: npm run demo -- --port ${error.port + 1}`,
		).toString();
	}
	const words = error instanceof Error ? error.message : String(error);
	// Nothing else in n8n's words is a hint: it complains about the network all the time, which does no harm.
	if (DISK_FULL.test(words)) return explain('The demo', words, LOG).toString();
	return `✗ The demo did not work: ${words}`;
}
