import { OptionError, parseOptions, USAGE } from './options.cts';
import { runProbe } from './run.cts';

const EXIT_CODE_DIFFERENCES = 1;
const EXIT_CODE_FAILURE = 2;

/** `npm run probe`: compares the real API with the catalog and the schemas of the nodes. */
async function main(): Promise<void> {
	const options = parseOptions(process.argv.slice(2), process.env);
	if (!options) console.log(USAGE);
	else if (await runProbe(options, (text) => console.log(text)))
		process.exitCode = EXIT_CODE_DIFFERENCES;
}

main().catch((error: unknown) => {
	const text = error instanceof Error ? error.message : String(error);
	console.error(error instanceof OptionError ? `${text}\n\n${USAGE}` : text);
	process.exitCode = EXIT_CODE_FAILURE;
});
