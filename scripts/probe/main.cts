import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Probe } from './checks.cts';
import { type Check, Redactor } from './findings.cts';
import { OptionError, parseOptions, USAGE } from './options.cts';
import { formatCheck, formatReport, formatSummary } from './report.cts';
import { openSession } from './session.cts';
import { spend } from './spend.cts';

const DIFFERENT = 1;
const IMPOSSIBLE = 2;

/** `npm run probe`: compares the real API with what the nodes know of it. */
async function main(): Promise<void> {
	const options = parseOptions(process.argv.slice(2), process.env);
	if (!options) {
		console.log(USAGE);
		return;
	}
	const session = await openSession(options.token, options.baseUrl);
	const redactor = new Redactor(options.token);
	let learned = 0;
	const redact = (text: string) => {
		for (; learned < session.bodies.length; learned += 1) redactor.learn(session.bodies[learned]);
		return redactor.redact(text);
	};
	const print = (check: Check) => console.log(redact(formatCheck(check)));
	const probe = new Probe(session, print);
	await probe.connect();
	await probe.run();
	if (options.spend > 0) await spend(session, probe, options.spend, pause);
	const report = resolve(options.report);
	await mkdir(dirname(report), { recursive: true });
	await writeFile(report, redact(formatReport(probe.checks, new Date())));
	console.log(`${redact(formatSummary(probe.checks))}\nReport: ${report}`);
	const isDifferent = probe.checks.some(({ differences }) => differences.length > 0);
	process.exitCode = isDifferent ? DIFFERENT : 0;
}

main().catch((error: unknown) => {
	const text = error instanceof Error ? error.message : String(error);
	console.error(error instanceof OptionError ? `${text}\n\n${USAGE}` : text);
	process.exitCode = IMPOSSIBLE;
});
