import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { FOLDER, N8N_VERSION, pictures, readManifest } from './pictures.cts';
import { hash } from './editor-text.cts';
import { Camera } from './camera.cts';

/** `npm run pictures [-- words…]`: takes the pictures of the documentation, or those whose names contain a word. */
async function main(words: string[]): Promise<void> {
	// The test helpers record requests here.
	globalThis.requestSources ??= new Set();
	const manifest = readManifest();
	const isSelected = (file: string) =>
		words.length === 0 || words.some((word) => file.includes(word));
	const failures: unknown[] = [];
	const camera = await Camera.open();
	try {
		for (const { file, take, shows } of pictures.filter((picture) => isSelected(picture.file))) {
			const path = join(FOLDER, file);
			const lines = await shows();
			try {
				await take(camera, path);
				camera.check(file, lines);
			} catch (error) {
				console.error(`✗ ${file}: ${String(error)}`);
				failures.push(error);
				continue;
			}
			manifest.pictures[file] = { sha256: hash(readFileSync(path)), shows: lines };
			console.log(`✓ ${file} (${Math.round(readFileSync(path).length / 1000)} kB)`);
		}
	} finally {
		await camera.close();
	}
	manifest.n8n = N8N_VERSION;
	const files = pictures.map(({ file }) => file).sort();
	manifest.pictures = Object.fromEntries(
		files.flatMap((file) => (manifest.pictures[file] ? [[file, manifest.pictures[file]]] : [])),
	);
	const path = join(FOLDER, 'pictures.json');
	const style = await resolveConfig(path);
	writeFileSync(path, await format(JSON.stringify(manifest), { ...style, parser: 'json' }));
	if (failures.length > 0) throw new AggregateError(failures, "Some pictures couldn't be taken");
}

main(process.argv.slice(2)).then(
	() => process.exit(),
	(error: unknown) => {
		console.error(error);
		process.exit(1);
	},
);
