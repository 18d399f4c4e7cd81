import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Probe } from './checks.cts';
import { Redactor } from './findings.cts';
import type { ProbeOptions } from './options.cts';
import { formatCheck, formatReport, formatSummary } from './report.cts';
import { checkConnection, openSession } from './session.cts';
import { generateCheapest } from './spend.cts';

/**
 * Compares the API with the catalog and the schemas of the nodes, and writes the report.
 *
 * @returns Whether there are differences.
 * @throws {Error} If there is no connection, or if the API doesn't accept the token.
 */
export async function runProbe(
	options: ProbeOptions,
	print: (text: string) => void,
): Promise<boolean> {
	const session = await openSession(options.token, options.baseUrl);
	await checkConnection(session);
	const redactor = new Redactor(options.token);
	let bodyCount = 0;
	const redact = (text: string) => {
		for (const body of session.bodies.slice(bodyCount)) redactor.addSecrets(body);
		bodyCount = session.bodies.length;
		return redactor.redact(text);
	};
	const probe = new Probe(session, (check) => print(redact(formatCheck(check))));
	await probe.run();
	if (options.spend > 0) await generateCheapest(session, probe, options.spend, pause);
	const report = resolve(options.report);
	await mkdir(dirname(report), { recursive: true });
	await writeFile(report, redact(formatReport(probe.checks, new Date())));
	print(redact(formatSummary(probe.checks)));
	print(`Report: ${report}`);
	return probe.checks.some(({ differences }) => differences.length > 0);
}
