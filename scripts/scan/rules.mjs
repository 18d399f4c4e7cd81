import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ESLint } from 'eslint';
// @ts-expect-error The scanner comes without types.
import * as scanner from '@n8n/scan-community-package/scanner/scanner.mjs';

/** @type {{ buildScanConfig(): Promise<import('eslint').Linter.Config[]>, SOURCE_FILE_PATTERNS: string[] }} */
const { buildScanConfig, SOURCE_FILE_PATTERNS } = scanner;

/** What the scanner looks at in the published package: compiled code and the manifest. */
const PUBLISHED_FILE_PATTERNS = ['**/*.js', 'package.json'];

/** Words that would switch a rule off. The scanner ignores them; they only mislead a reader. */
const DISABLES = /(?:\/\/|\/\*)\s*eslint-disable|@ts-(?:ignore|nocheck|expect-error)/;

/**
 * Applies the rules with which n8n's package scanner decides about verified packages, in the scanner's own configuration.
 * Unlike the scanner, warnings count as findings too.
 *
 * @param {string} folder A source tree or an unpacked package.
 * @param {'source' | 'published'} kind
 * @returns {Promise<{ files: number, findings: string[] }>}
 */
export async function scanFolder(folder, kind) {
	const eslint = new ESLint({
		cwd: folder,
		allowInlineConfig: false,
		overrideConfigFile: true,
		overrideConfig: await buildScanConfig(),
		errorOnUnmatchedPattern: false,
	});
	const patterns = kind === 'source' ? SOURCE_FILE_PATTERNS : PUBLISHED_FILE_PATTERNS;
	const results = await eslint.lintFiles(patterns);
	const findings = results.flatMap(({ filePath, messages }) =>
		messages.map(
			({ line, severity, message, ruleId }) =>
				`${filePath.slice(folder.length + 1)}:${line ?? 0} ${severity === 2 ? 'error' : 'warning'}: ${message} (${ruleId})`,
		),
	);
	return { files: results.length, findings };
}

/**
 * Finds comments that switch rules or the compiler off.
 *
 * @param {string} folder A source tree with nodes/ and credentials/.
 * @returns {string[]} Findings.
 */
export function findDisables(folder) {
	/** @type {string[]} */
	const findings = [];
	for (const part of ['nodes', 'credentials']) {
		if (!existsSync(join(folder, part))) continue;
		for (const name of readdirSync(join(folder, part), { recursive: true, encoding: 'utf8' })) {
			if (!name.endsWith('.ts')) continue;
			const lines = readFileSync(join(folder, part, name), 'utf8').split('\n');
			lines.forEach((line, index) => {
				if (DISABLES.test(line)) {
					findings.push(`${join(part, name)}:${index + 1} switches a rule off: ${line.trim()}`);
				}
			});
		}
	}
	return findings;
}
