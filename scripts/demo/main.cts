import { USAGE, WrongOption, readOptions } from './options.cts';
import { runDemo } from './run.cts';

/** A second Ctrl+C after this time means: end at once. */
const IMPATIENT_AFTER_MS = 1_000;

/** `npm run demo`: from nothing to a real n8n in which a prompt has become an MP4. */
async function main(): Promise<void> {
	const options = readOptions(process.argv.slice(2), process.env);
	if (!options) {
		console.log(USAGE);
		return;
	}
	const leaving = new AbortController();
	let since = 0;
	const leave = () => {
		if (!leaving.signal.aborted) since = Date.now();
		// One Ctrl+C arrives twice: from the terminal and from the command that started this one.
		else if (Date.now() - since > IMPATIENT_AFTER_MS) process.exit(130);
		leaving.abort();
	};
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, leave);
	// The command that started this one has died.
	process.on('disconnect', leave);
	process.exitCode = await runDemo(options, leaving.signal);
	process.disconnect?.();
}

main().catch((error: unknown) => {
	const words = error instanceof WrongOption ? `${error.message}\n\n${USAGE}` : String(error);
	console.error(words);
	process.exit(1);
});
