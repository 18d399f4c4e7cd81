import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ESLint } from 'eslint';
// @ts-expect-error The scanner comes without types.
import * as scanner from '@n8n/scan-community-package/scanner/scanner.mjs';

/** @type {{ buildScanConfig(): Promise<import('eslint').Linter.Config[]>, SOURCE_FILE_PATTERNS: string[] }} */
const { buildScanConfig, SOURCE_FILE_PATTERNS } = scanner;

/** The files of the published package that the scanner checks: compiled code and the manifest. */
const PUBLISHED_FILE_PATTERNS = ['**/*.js', 'package.json'];

/** Comments that turn a rule off. The scanner ignores them, so they would only mislead a reader. */
const DISABLED_RULE = /(?:\/\/|\/\*)\s*eslint-disable|@ts-(?:ignore|nocheck|expect-error)/;

/**
 * Applies the rules for verified packages with the configuration of n8n's package scanner. Unlike in the scanner,
 * warnings count as findings.
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
 * Finds comments that turn off rules or the compiler.
 *
 * @param {string} folder A source tree with nodes/ and credentials/.
 * @returns {string[]} Findings.
 */
export function findDisabledRules(folder) {
	/** @type {string[]} */
	const findings = [];
	for (const part of ['nodes', 'credentials']) {
		if (!existsSync(join(folder, part))) continue;
		for (const name of readdirSync(join(folder, part), { recursive: true, encoding: 'utf8' })) {
			if (!name.endsWith('.ts')) continue;
			const lines = readFileSync(join(folder, part, name), 'utf8').split('\n');
			lines.forEach((line, index) => {
				if (DISABLED_RULE.test(line)) {
					findings.push(`${join(part, name)}:${index + 1} turns off a rule: ${line.trim()}`);
				}
			});
		}
	}
	return findings;
}
