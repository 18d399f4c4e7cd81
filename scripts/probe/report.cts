import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Check } from './findings.cts';

const packageFile = join(__dirname, '../../package.json');

/** Formats a check for the terminal. */
export function formatCheck({ call, summary, differences, notes }: Check): string {
	return [
		`${differences.length > 0 ? '✗' : '✓'} ${call}: ${summary}`,
		...differences.map(({ kind, detail }) => `    ${kind}: ${detail}`),
		...notes.map((note) => `    (${note})`),
	].join('\n');
}

/** Formats the result in one line. */
export function formatSummary(checks: readonly Check[]): string {
	const count = checks.reduce((sum, { differences }) => sum + differences.length, 0);
	if (count === 0) return `No differences in ${checks.length} checks.`;
	return `${count} difference${count === 1 ? '' : 's'} in ${checks.length} checks.`;
}

/** Formats the report, for an issue or a pull request. */
export function formatReport(checks: readonly Check[], date: Date): string {
	const differences = checks.flatMap(({ call, differences: all }) =>
		all.map(({ kind, detail }) => `- \`${call}\`: ${kind}: ${detail}`),
	);
	const notes = checks.flatMap(({ call, notes: all }) =>
		all.map((note) => `- \`${call}\`: ${note}`),
	);
	const { name, version } = JSON.parse(readFileSync(packageFile, 'utf8')) as Record<string, string>;
	return `# Probe of the PixVerse API

${formatSummary(checks)} ${name} ${version}, ${date.toISOString().slice(0, 10)}.

## Differences

${differences.join('\n') || 'None.'}

## Notes

${notes.join('\n') || 'None.'}

## Checks

${checks.map(({ call, summary }) => `- \`${call}\`: ${summary}`).join('\n')}
`;
}
