/**
 * `node scripts/package/release-notes.mjs v1.2.3` prints the changelog section of a version. Fails if package.json has
 * another version, or if the changelog has no dated section for the version.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { PROJECT_FOLDER } from '../install/environment.mjs';
import { CommandError } from '../install/errors.mjs';

/**
 * @param {string} changelog In the format of Keep a Changelog.
 * @param {string} version
 * @returns {string | undefined} The section of the version without its heading, if it has a date and some text.
 */
function findNotes(changelog, version) {
	const [, ...sections] = changelog.split(/^## /m);
	const section = sections.find((text) => text.startsWith(`[${version}] - `));
	const [heading = '', ...lines] = section?.split('\n') ?? [];
	if (!/ - \d{4}-\d{2}-\d{2}$/.test(heading)) return undefined;
	// The link definitions at the end of the file aren't part of a section.
	const text = lines.filter((line) => !/^\[[^\]]+\]: /.test(line)).join('\n');
	return text.trim() || undefined;
}

/**
 * @param {string} tag
 * @param {{ version: string }} manifest
 * @param {string} changelog
 * @returns {string} The release notes of the tag.
 * @throws {CommandError} If the tag can't be published.
 */
export function getReleaseNotes(tag, manifest, changelog) {
	if (tag !== `v${manifest.version}`)
		throw new CommandError(
			`The tag is "${tag}", but package.json has version ${manifest.version}.`,
			'Set the version in package.json, commit, and tag that commit.',
		);
	const notes = findNotes(changelog, manifest.version);
	if (!notes)
		throw new CommandError(
			`CHANGELOG.md has no dated section for ${manifest.version}.`,
			`Move the content of "Unreleased" to a section "## [${manifest.version}] - <year-month-day>".`,
		);
	return notes;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
	const read = (/** @type {string} */ file) => readFileSync(join(PROJECT_FOLDER, file), 'utf8');
	try {
		console.log(
			getReleaseNotes(
				process.argv[2] ?? '',
				JSON.parse(read('package.json')),
				read('CHANGELOG.md'),
			),
		);
	} catch (error) {
		console.error(String(error));
		process.exitCode = 1;
	}
}
