/**
 * `node scripts/package/release-notes.mjs v1.2.3` prints what the changelog says about a version, and fails when it is
 * not the version of package.json or the changelog has no dated section for it.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Failure } from '../install/failure.mjs';
import { PROJECT } from '../install/folders.mjs';

/**
 * The section of a version, without its heading.
 *
 * @param {string} changelog In the form of Keep a Changelog.
 * @param {string} version
 * @returns {string | undefined} Undefined when there is none, or it has no date yet, or nothing in it.
 */
export function notesOf(changelog, version) {
	const [, ...sections] = changelog.split(/^## /m);
	const section = sections.find((text) => text.startsWith(`[${version}] - `));
	const [heading = '', ...lines] = section?.split('\n') ?? [];
	if (!/ - \d{4}-\d{2}-\d{2}$/.test(heading)) return undefined;
	// The addresses at the end of the file belong to no section.
	const text = lines.filter((line) => !/^\[[^\]]+\]: /.test(line)).join('\n');
	return text.trim() || undefined;
}

/**
 * Whether a tag may be published, and its notes.
 *
 * @param {string} tag
 * @param {{ version: string }} manifest
 * @param {string} changelog
 * @returns {string}
 * @throws {Failure}
 */
export function checkRelease(tag, manifest, changelog) {
	if (tag !== `v${manifest.version}`)
		throw new Failure(
			`The tag is "${tag}", but package.json has version ${manifest.version}.`,
			'Set the version, commit, and tag that commit.',
		);
	const notes = notesOf(changelog, manifest.version);
	if (!notes)
		throw new Failure(
			`CHANGELOG.md has no dated section for ${manifest.version}.`,
			`Move what is under "Unreleased" to a section "## [${manifest.version}] - <year-month-day>".`,
		);
	return notes;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
	const read = (/** @type {string} */ file) => readFileSync(join(PROJECT, file), 'utf8');
	try {
		console.log(
			checkRelease(process.argv[2] ?? '', JSON.parse(read('package.json')), read('CHANGELOG.md')),
		);
	} catch (error) {
		console.error(String(error));
		process.exitCode = 1;
	}
}
