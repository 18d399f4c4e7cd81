import { OptionError, parseOptions, USAGE } from './options.cts';
import { runProbe } from './run.cts';

const DIFFERENT = 1;
const IMPOSSIBLE = 2;

/** `npm run probe`: compares the real API with what the nodes know of it. */
async function main(): Promise<void> {
	const options = parseOptions(process.argv.slice(2), process.env);
	if (!options) console.log(USAGE);
	else if (await runProbe(options, (text) => console.log(text))) process.exitCode = DIFFERENT;
}

main().catch((error: unknown) => {
	const text = error instanceof Error ? error.message : String(error);
	console.error(error instanceof OptionError ? `${text}\n\n${USAGE}` : text);
	process.exitCode = IMPOSSIBLE;
});
