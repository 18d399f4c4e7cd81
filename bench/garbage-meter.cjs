/**
 * Preloaded into n8n: measures how much memory it allocates on the JavaScript heap between two signals SIGUSR2. Writes
 * the result to the file that GARBAGE_FILE names, as JSON: `allocated`, and `peak`, the maximum compared with the heap
 * before, in bytes.
 */
const { renameSync, rmSync, writeFileSync } = require('node:fs');
const { GCProfiler, getHeapStatistics, setFlagsFromString } = require('node:v8');
const { runInNewContext } = require('node:vm');

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc');
const file = process.env.GARBAGE_FILE;
const getUsedBytes = () => getHeapStatistics().used_heap_size;

let measurement;

process.on('SIGUSR2', () => {
	if (measurement) end(measurement);
	else {
		rmSync(file, { force: true });
		collectGarbage();
		measurement = { profiler: new GCProfiler(), usedBefore: getUsedBytes() };
		measurement.profiler.start();
	}
});

function end({ profiler, usedBefore }) {
	measurement = undefined;
	let used = usedBefore;
	let allocated = 0;
	let peak = 0;
	const grow = (usedNow) => {
		allocated += usedNow - used;
		peak = Math.max(peak, usedNow - usedBefore);
	};
	for (const { beforeGC, afterGC } of profiler.stop().statistics) {
		grow(beforeGC.heapStatistics.usedHeapSize);
		used = afterGC.heapStatistics.usedHeapSize;
	}
	grow(getUsedBytes());
	writeFileSync(`${file}.part`, JSON.stringify({ allocated, peak }));
	renameSync(`${file}.part`, file);
}
