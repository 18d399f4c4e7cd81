import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import { NodeApiError } from 'n8n-workflow';
import type { Execution } from '../../test/e2e/n8n/execution.cts';
import { setUpN8n, InstallationError, PROJECT } from '../../test/e2e/n8n/installation.cts';
import { PortInUseError, startN8n } from '../../test/e2e/n8n/instance.cts';
import { RestClient, type Credential } from '../../test/e2e/n8n/rest.cts';
import { startSimulator } from '../../simulator/simulator.cts';
import { checkConnection, openSession } from '../probe/session.cts';
import { saveExample, type SavedExample } from './example.cts';
import { getOrCreateLogin } from './login.cts';
import type { DemoOptions } from './options.cts';

/** The data of the demo's n8n instance. */
const USER_FOLDER = join(PROJECT, '.cache', 'demo');
/** The output of n8n. */
const LOG_FILE = join(PROJECT, '.cache', 'logs', 'demo-n8n.log');
const CREDENTIAL = { name: 'PixVerse account', type: 'pixVerseApi' };
/** With this speed, a video is finished at the first poll of the node. */
const SIMULATOR_SPEED = 3;
/** The timeout of the node is 30 minutes. */
const EXECUTION_TIMEOUT_MS = 35 * 60_000;
/** The time in which n8n can finish writing when it's stopped. */
const GRACE_MS = 10_000;

/** Functions that stop what was started. They run in reverse order. */
type Cleanup = Array<() => Promise<void>>;

/**
 * Runs the demo.
 *
 * @param signal Stops the demo.
 * @returns The exit code.
 */
export async function runDemo(options: DemoOptions, signal: AbortSignal): Promise<number> {
	const cleanup: Cleanup = [];
	try {
		await demo(options, signal, cleanup);
		return 0;
	} catch (error) {
		if (signal.aborted) return 0;
		// The installation has already printed its error.
		if (!(error instanceof InstallationError)) console.error(await formatError(error));
		return 1;
	} finally {
		if (cleanup.length > 0 && !options.once) console.error('… Stopping n8n and the simulator');
		for (const stop of cleanup.reverse()) await stop();
		if (signal.aborted) console.error('✓ Stopped. To start again in seconds, run: npm run demo');
	}
}

async function demo(options: DemoOptions, signal: AbortSignal, cleanup: Cleanup): Promise<void> {
	const { withProgress } = await import('../install/progress.mjs');
	if (options.fresh) rmSync(USER_FOLDER, { recursive: true, force: true });

	const owner = getOrCreateLogin(join(USER_FOLDER, 'login.json'));
	const api = options.api ?? (await startSimulatedApi(cleanup));
	console.error(
		options.api
			? `! PIXVERSE_API_TOKEN is set. The demo uses the real PixVerse API at ${api.baseUrl}, which costs credits.`
			: `✓ The simulated PixVerse API runs at ${api.baseUrl}. It doesn't cost anything.`,
	);
	// Before minutes go by with the installation of n8n.
	if (options.api) await checkConnection(await openSession(api.token, api.baseUrl));
	await setUpN8n(signal);
	const { port } = options;
	const n8n = await withProgress(
		'Starting n8n with the PixVerse package',
		async () =>
			await startN8n({ userFolder: USER_FOLDER, port, log: LOG_FILE, graceMs: GRACE_MS, signal }),
	);
	cleanup.push(n8n.stop);

	const rest = await RestClient.logIn(n8n.url, owner);
	const credential = await saveCredential(rest, { apiToken: api.token, baseUrl: api.baseUrl });
	const example = await saveExample(rest, credential);
	const execution = await withProgress(
		`Executing the workflow "${example.name}"`,
		async () =>
			await waitUnlessAborted(signal, rest.run(example.id, example.trigger, EXECUTION_TIMEOUT_MS)),
	);
	const file = await saveVideo(rest, execution, example, resolve(PROJECT, options.output));

	console.log(`\n  Video      ${relative(process.cwd(), file) || file}`);
	if (options.once) return;
	console.log(`  Editor     ${n8n.url}/workflow/${example.id}
  Email      ${owner.email}
  Password   ${owner.password}

The editor keeps running. To stop it, press Ctrl+C.`);
	await waitUnlessAborted(signal, n8n.ended);
	throw new Error(`n8n stopped unexpectedly. Its last output:\n${n8n.getLogTail()}`);
}

async function startSimulatedApi(cleanup: Cleanup): Promise<{ token: string; baseUrl: string }> {
	const simulator = await startSimulator({ speed: SIMULATOR_SPEED });
	cleanup.push(async () => await simulator.stop());
	return { token: simulator.token, baseUrl: simulator.url };
}

/** Creates the credential of the demo, or updates it, because the API can differ between runs. */
async function saveCredential(
	rest: RestClient,
	data: Record<string, unknown>,
): Promise<Credential> {
	const { name, type } = CREDENTIAL;
	const existing = (await rest.listCredentials()).find(
		(each) => each.name === name && each.type === type,
	);
	if (!existing) return await rest.createCredential(name, type, data);
	await rest.updateCredential(existing, data);
	return existing;
}

/** Saves the video of an execution in a folder. Returns the path of the file. */
async function saveVideo(
	rest: RestClient,
	execution: Execution,
	{ name, node }: SavedExample,
	folder: string,
): Promise<string> {
	const { CommandError } = await import('../install/errors.mjs');
	if (execution.status !== 'success') {
		throw new CommandError(
			`The workflow "${name}" failed: ${execution.error?.message ?? execution.status}`,
			execution.error?.description ?? 'Check the execution in the editor, or add --fresh.',
			LOG_FILE,
		);
	}
	const binary = execution.getItems(node)[0]?.binary?.data;
	if (!binary) {
		throw new CommandError(
			`The workflow "${name}" returned no video.`,
			'If you changed the workflow, start over: npm run demo -- --fresh',
		);
	}
	mkdirSync(folder, { recursive: true });
	const file = join(folder, basename(binary.fileName ?? 'video.mp4'));
	writeFileSync(file, await rest.downloadBinary(binary.id));
	return file;
}

/** Waits for a promise until the signal aborts. */
async function waitUnlessAborted<T>(signal: AbortSignal, promise: Promise<T>): Promise<T> {
	signal.throwIfAborted();
	return await Promise.race([
		promise,
		new Promise<never>((_, reject) =>
			signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true }),
		),
	]);
}

async function formatError(error: unknown): Promise<string> {
	const { CommandError, diagnoseFailure, DISK_FULL } = await import('../install/errors.mjs');
	if (error instanceof CommandError) return error.toString();
	if (error instanceof PortInUseError) {
		return new CommandError(
			`Port ${error.port} is in use, possibly by another n8n instance.`,
			`Stop the program that uses it, or choose another port: npm run demo -- --port ${error.port + 1}`,
		).toString();
	}
	if (error instanceof NodeApiError) {
		return new CommandError(
			error.message,
			error.description ?? 'Run the command again.',
		).toString();
	}
	const message = error instanceof Error ? error.message : String(error);
	// n8n logs network errors that are harmless, so only a full disk is a reliable cause.
	if (DISK_FULL.test(message)) return diagnoseFailure('The demo', message, LOG_FILE).toString();
	return `✗ The demo failed: ${message}`;
}
