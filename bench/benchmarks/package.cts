import { execFileSync } from 'node:child_process';
import path from 'node:path';

import {
	checkAtMost,
	type BenchmarkContext,
	type Figure,
	getMedian,
	repeat,
	round,
	summarize,
} from '../figure.cts';
import { PublishedPackage } from '../published-package.cts';
import { loadCoreNodes } from '../subjects.cts';

const RUNS = 7;
const KB = 1024;

interface LoadResult {
	readonly milliseconds: number;
	readonly withFieldsMs: number;
	readonly zodMilliseconds: number;
	readonly descriptionBytes: number;
	readonly properties: number;
	readonly files: number;
}

const NODE = { file: 'dist/nodes/PixVerse/PixVerse.node.js', name: 'PixVerse' };

/** Measures the cost of having the package installed: load time, the description for the editor, and disk space. */
export async function measure({
	packageFolder,
	report,
	progress,
}: BenchmarkContext): Promise<void> {
	const runs = await repeat(RUNS, async (index) => {
		progress(`loading, run ${index + 1} of ${RUNS}`);
		return loadNode(packageFolder, NODE);
	});
	const times = runs.map(({ milliseconds }) => milliseconds);
	report({
		figure: 'load time of the compiled action node',
		value: round(getMedian(times), 1),
		unit: 'ms',
		...checkAtMost(12, round(getMedian(times), 1), ' ms'),
		...summarize(times, 1),
		files: runs[0]?.files,
		note: 'in a new Node.js process that has already loaded n8n-workflow and zod, like n8n',
	});
	const ratios = runs.map(({ milliseconds, zodMilliseconds }) => milliseconds / zodMilliseconds);
	report({
		figure: "load time of the compiled action node ÷ zod's",
		value: round(getMedian(ratios)),
		unit: 'ratio',
		...summarize(ratios),
		note: 'both in the same new Node.js process, so this ratio can be compared across machines',
	});
	report(await compareWithPublished(packageFolder, runs, progress));
	const descriptionKb = round((runs[0]?.descriptionBytes ?? 0) / KB, 1);
	report({
		figure: 'description of the action node, as JSON',
		value: descriptionKb,
		unit: 'KB',
		properties: runs[0]?.properties,
		...(await getHttpRequestNodeSize()),
	});
	const { NPM } = await import('../../scripts/install/environment.mjs');
	const pack = ['pack', '--dry-run', '--json', '--ignore-scripts', '--silent'];
	const [packed] = JSON.parse(
		execFileSync(NPM.command, pack, {
			cwd: packageFolder,
			encoding: 'utf8',
			shell: NPM.shell,
		}),
	) as Array<{ size: number; unpackedSize: number; entryCount: number }>;
	report({
		figure: 'unpacked size of the package',
		value: round((packed?.unpackedSize ?? 0) / KB, 1),
		unit: 'KB',
		packed: round((packed?.size ?? 0) / KB, 1),
		files: packed?.entryCount,
	});
}

/** Compares with the published node for the same API: the time until n8n has the node and its fields. */
async function compareWithPublished(
	packageFolder: string,
	runs: readonly LoadResult[],
	progress: BenchmarkContext['progress'],
): Promise<Figure> {
	const figure = {
		figure: "load time with the fields, which n8n reads at start ÷ the published node's",
		unit: 'ratio',
	};
	const published = await PublishedPackage.install(packageFolder);
	if (typeof published === 'string') return { ...figure, value: null, note: published };
	const publishedRuns = await repeat(RUNS, async (index) => {
		progress(`loading the published node, run ${index + 1} of ${RUNS}`);
		return loadNode(published.folder, published.nodeClass);
	});
	const [own, other] = [runs, publishedRuns].map((each) =>
		summarize(
			each.map(({ withFieldsMs }) => withFieldsMs),
			1,
		),
	);
	const value = round((own?.median ?? 0) / (other?.median ?? 0));
	return { ...figure, value, milliseconds: own, published: other };
}

/** Returns the size of the description of n8n's HTTP Request node, for comparison: its latest version only. */
async function getHttpRequestNodeSize() {
	const nodes = await loadCoreNodes();
	if (nodes === undefined) return {};
	const description = nodes.httpRequest.getNodeType().description;
	const bytes = Buffer.byteLength(JSON.stringify(description));
	return { httpRequestNode: round(bytes / KB, 1) };
}

/** Loads a node in a new process and measures it. */
function loadNode(folder: string, { file, name }: typeof NODE): LoadResult {
	const program = `
		const zodStart = performance.now();
		require('zod');
		const zodMilliseconds = performance.now() - zodStart;
		require('n8n-workflow');
		const before = Object.keys(require.cache).length;
		const start = performance.now();
		const node = new (require(${JSON.stringify(path.join(folder, file))}).${name})();
		const milliseconds = performance.now() - start;
		const { length } = node.description.properties;
		const withFieldsMs = performance.now() - start;
		process.stdout.write(JSON.stringify({
			milliseconds,
			withFieldsMs,
			zodMilliseconds,
			descriptionBytes: Buffer.byteLength(JSON.stringify(node.description)),
			properties: length,
			files: Object.keys(require.cache).length - before,
		}));
	`;
	const printed = execFileSync(process.execPath, ['-e', program], {
		cwd: folder,
		encoding: 'utf8',
	});
	return JSON.parse(printed) as LoadResult;
}
