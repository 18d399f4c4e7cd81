import { execFileSync } from 'node:child_process';
import path from 'node:path';

import { atMost, type Bench, median, repeated, rounded, spread } from '../figure.cts';
import { coreNodes } from '../subjects.cts';

const TURNS = 7;
const KB = 1024;

interface Loaded {
	readonly milliseconds: number;
	readonly zodMilliseconds: number;
	readonly descriptionBytes: number;
	readonly properties: number;
	readonly files: number;
}

/** What the package costs an n8n that only has it installed: time at the start, what the editor is sent, disk. */
export async function measure({ packageFolder, report, progress }: Bench): Promise<void> {
	const ours = await repeated(TURNS, async (turn) => {
		progress(`loading, turn ${turn + 1} of ${TURNS}`);
		return loaded(packageFolder, 'dist/nodes/PixVerse/PixVerse.node.js', 'PixVerse');
	});
	const times = ours.map(({ milliseconds }) => milliseconds);
	report({
		figure: 'load time of the compiled action node',
		value: rounded(median(times), 1),
		unit: 'ms',
		...atMost(12, rounded(median(times), 1), ' ms'),
		...spread(times, 1),
		files: ours[0]?.files,
		note: 'a new Node process in which n8n-workflow and zod are loaded, as they are in n8n',
	});
	const ratios = ours.map(({ milliseconds, zodMilliseconds }) => milliseconds / zodMilliseconds);
	report({
		figure: "load time of the compiled action node ÷ zod's",
		value: rounded(median(ratios)),
		unit: 'ratio',
		...spread(ratios),
		note: 'both in the same new Node process, so this one can be compared between machines',
	});
	const size = (one: Loaded | undefined) => rounded((one?.descriptionBytes ?? 0) / KB, 1);
	report({
		figure: 'description of the action node, as JSON',
		value: size(ours[0]),
		unit: 'KB',
		properties: ours[0]?.properties,
		...(await httpRequestNode()),
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
		value: rounded((packed?.unpackedSize ?? 0) / KB, 1),
		unit: 'KB',
		packed: rounded((packed?.size ?? 0) / KB, 1),
		files: packed?.entryCount,
	});
}

/** For comparison; n8n's node is one of many versions in one. */
async function httpRequestNode() {
	const nodes = await coreNodes();
	if (nodes === undefined) return {};
	const description = nodes.httpRequest.getNodeType().description;
	const bytes = Buffer.byteLength(JSON.stringify(description));
	return { httpRequestNode: rounded(bytes / KB, 1) };
}

/** Loads a node in a new process. */
function loaded(folder: string, file: string, name: string): Loaded {
	const program = `
		const zodStart = performance.now();
		require('zod');
		const zodMilliseconds = performance.now() - zodStart;
		require('n8n-workflow');
		const before = Object.keys(require.cache).length;
		const start = performance.now();
		const node = new (require(${JSON.stringify(path.join(folder, file))}).${name})();
		const milliseconds = performance.now() - start;
		process.stdout.write(JSON.stringify({
			milliseconds,
			zodMilliseconds,
			descriptionBytes: Buffer.byteLength(JSON.stringify(node.description)),
			properties: node.description.properties.length,
			files: Object.keys(require.cache).length - before,
		}));
	`;
	const printed = execFileSync(process.execPath, ['-e', program], {
		cwd: folder,
		encoding: 'utf8',
	});
	return JSON.parse(printed) as Loaded;
}
