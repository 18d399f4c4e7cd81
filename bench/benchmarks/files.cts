import { readFileSync } from 'node:fs';
import path from 'node:path';

import { execute, type ExecutionResult } from '../execution.cts';
import {
	checkBelow,
	type BenchmarkContext,
	getMedian,
	repeat,
	round,
	summarize,
} from '../figure.cts';
import { type MemoryGrowth, measureMemory } from '../memory.cts';
import { type SimulatorProcess, startSimulatorProcess } from '../simulator-process.cts';
import { PixVerseSubject } from '../subjects.cts';

const MB = 1024 * 1024;
const SIZE = 300 * MB;
const RUNS = 5;

/** Measures the memory for the upload and the download of a large file. n8n stores files on disk, which is the default. */
export async function measure(context: BenchmarkContext): Promise<void> {
	const simulator = await startSimulatorProcess();
	const subject = new PixVerseSubject(context.packageFolder);
	try {
		// A small file first, so that modules that are loaded once aren't measured.
		await upload(subject, simulator, MB);
		await download(subject, simulator, MB);
		for (const [figure, task] of [
			['extra memory, 300 MB up', upload],
			['extra memory, 300 MB down', download],
		] as const) {
			const growths = await repeat(RUNS, async (index) => {
				context.progress(`${figure}, run ${index + 1} of ${RUNS}`);
				return await task(subject, simulator, SIZE);
			});
			// A process can reuse memory without growing, so both are measured.
			const peaks = growths.map(({ rss, buffers, heap }) => Math.max(rss, buffers + heap));
			const value = round(getMedian(peaks), 1);
			context.report({
				figure,
				value,
				unit: 'MB',
				...checkBelow(64, value, ' MB'),
				...summarize(peaks, 1),
				ofTheProcess: growths.map(({ rss }) => rss),
				inBuffers: growths.map(({ buffers }) => buffers),
				inHeap: growths.map(({ heap }) => heap),
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
): Promise<MemoryGrowth> {
	await simulator.reset();
	const parameters = {
		resource: 'file',
		operation: 'upload',
		file: { __rl: true, mode: 'binary', value: 'data' },
	};
	const workflow = {
		...subject.createWorkflow(simulator, parameters, [{}]),
		files: {
			data: {
				data: readFileSync(path.join(__dirname, '..', '..', 'simulator', 'media', 'sound.mp4')),
				fileName: 'film.mp4',
				mimeType: 'video/mp4',
				enlargedToBytes: size,
			},
		},
	};
	const { result, growth } = await measureMemory(async () => await execute(workflow));
	getOnlyItem(result);
	const { files } = await simulator.control<{ files: Array<{ size: number }> }>('GET', 'state');
	if (files[0]?.size !== size) throw new Error(`The simulator received ${files[0]?.size} bytes`);
	return growth;
}

async function download(
	subject: PixVerseSubject,
	simulator: SimulatorProcess,
	size: number,
): Promise<MemoryGrowth> {
	await simulator.reset();
	await simulator.control('POST', 'plans', { bytes: size });
	const create = { resource: 'video', operation: 'create', prompt: 'A film', waitMode: 'none' };
	const created = getOnlyItem(await execute(subject.createWorkflow(simulator, create, [{}])));
	await simulator.control('POST', `jobs/${String(created.json.id)}/finish`, {});
	const parameters = {
		resource: 'video',
		operation: 'download',
		videoId: created.json.id as string,
	};
	const workflow = subject.createWorkflow(simulator, parameters, [{}]);
	const { result, growth } = await measureMemory(async () => await execute(workflow));
	const bytes = getOnlyItem(result).binary?.data?.bytes;
	if (bytes !== size) throw new Error(`The node downloaded ${bytes} of ${size} bytes`);
	return growth;
}

function getOnlyItem(execution: ExecutionResult) {
	const [item] = execution.getItems('PixVerse');
	if (execution.error || !item)
		throw new Error(`${execution.error?.message}: ${execution.error?.description}`);
	return item;
}
