import { USAGE, OptionError, parseOptions } from './options.cts';
import { runDemo } from './run.cts';

/** One Ctrl+C arrives twice, from the terminal and from run.mjs. A signal after this time is a second Ctrl+C. */
const MIN_SECOND_SIGNAL_MS = 1_000;

/** `npm run demo`: starts n8n with the package and generates a video from a prompt. */
async function main(): Promise<void> {
	const options = parseOptions(process.argv.slice(2), process.env);
	if (!options) {
		console.log(USAGE);
		return;
	}
	const controller = new AbortController();
	let abortTime = 0;
	const stop = () => {
		if (!controller.signal.aborted) abortTime = Date.now();
		else if (Date.now() - abortTime > MIN_SECOND_SIGNAL_MS) process.exit(130);
		controller.abort();
	};
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
	// run.mjs was killed.
	process.on('disconnect', stop);
	process.exitCode = await runDemo(options, controller.signal);
	// The event of this disconnect would count as a second Ctrl+C.
	process.removeListener('disconnect', stop);
	process.disconnect?.();
}

main().catch((error: unknown) => {
	console.error(error instanceof OptionError ? `${error.message}\n\n${USAGE}` : String(error));
	process.exit(1);
});
