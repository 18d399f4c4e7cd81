import { USAGE, WrongOption, readOptions } from './options.cts';
import { runDemo } from './run.cts';

/** `npm run demo`: from nothing to a real n8n in which a prompt has become an MP4. */
async function main(): Promise<void> {
	const options = readOptions(process.argv.slice(2), process.env);
	if (!options) {
		console.log(USAGE);
		return;
	}
	const leaving = new AbortController();
	const leave = () => {
		if (leaving.signal.aborted) process.exit(130);
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
