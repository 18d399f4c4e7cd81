import { readFileSync } from 'node:fs';
import path from 'node:path';

import { execute, type Execution } from '../execution.cts';
import { below, type Bench, median, repeated, rounded, spread } from '../figure.cts';
import { type Extra, extraMemory } from '../memory.cts';
import { type SimulatorProcess, simulatorProcess } from '../simulator-process.cts';
import { PixVerseSubject } from '../subjects.cts';

const MB = 1024 * 1024;
const SIZE = 300 * MB;
const TURNS = 5;

/** Memory that a large file costs while it goes up or comes down; n8n keeps files on disk, its default. */
export async function measure(bench: Bench): Promise<void> {
	const simulator = await simulatorProcess();
	const subject = new PixVerseSubject(bench.packageFolder);
	try {
		// A small file first: what is loaded once does not count.
		await upload(subject, simulator, MB);
		await download(subject, simulator, MB);
		for (const [figure, task] of [
			['extra memory, 300 MB up', upload],
			['extra memory, 300 MB down', download],
		] as const) {
			const extras = await repeated(TURNS, async (turn) => {
				bench.progress(`${figure}, turn ${turn + 1} of ${TURNS}`);
				return await task(subject, simulator, SIZE);
			});
			// A process can reuse memory without growing, so both are measured.
			const held = extras.map(({ rss, buffers, heap }) => Math.max(rss, buffers + heap));
			const value = rounded(median(held), 1);
			bench.report({
				figure,
				value,
				unit: 'MB',
				...below(64, value, ' MB'),
				...spread(held, 1),
				ofTheProcess: extras.map(({ rss }) => rss),
				inBuffers: extras.map(({ buffers }) => buffers),
				inHeap: extras.map(({ heap }) => heap),
			});
		}
	} finally {
		await simulator.stop();
	}
}

async function upload(
	subject: PixVerseSubject,
	simulator: SimulatorProcess,
	size: number,
): Promise<Extra> {
	await simulator.reset();
	const parameters = {
		resource: 'file',
		operation: 'upload',
		file: { __rl: true, mode: 'binary', value: 'data' },
	};
	const job = {
		...subject.workflow(simulator, parameters, [{}]),
		files: {
			data: {
				data: readFileSync(path.join(__dirname, '..', '..', 'simulator', 'media', 'sound.mp4')),
				fileName: 'film.mp4',
				mimeType: 'video/mp4',
				stretchedTo: size,
			},
		},
	};
	const { result, extra } = await extraMemory(async () => await execute(job));
	onlyItem(result);
	const { files } = await simulator.control<{ files: Array<{ size: number }> }>('GET', 'state');
	if (files[0]?.size !== size) throw new Error(`The simulator received ${files[0]?.size} bytes`);
	return extra;
}

async function download(
	subject: PixVerseSubject,
	simulator: SimulatorProcess,
	size: number,
): Promise<Extra> {
	await simulator.reset();
	await simulator.control('POST', 'plans', { bytes: size });
	const create = { resource: 'video', operation: 'create', prompt: 'A film', waitMode: 'none' };
	const made = onlyItem(await execute(subject.workflow(simulator, create, [{}])));
	await simulator.control('POST', `jobs/${String(made.json.id)}/finish`, {});
	const parameters = { resource: 'video', operation: 'download', videoId: made.json.id as string };
	const job = subject.workflow(simulator, parameters, [{}]);
	const { result, extra } = await extraMemory(async () => await execute(job));
	const bytes = onlyItem(result).binary?.data?.bytes;
	if (bytes !== size) throw new Error(`${bytes} of ${size} bytes came`);
	return extra;
}

function onlyItem(execution: Execution) {
	const [item] = execution.itemsOf('PixVerse');
	if (execution.error || !item)
		throw new Error(`${execution.error?.message}: ${execution.error?.description}`);
	return item;
}
