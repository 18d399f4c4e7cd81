import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const lockModule = path.resolve(__dirname, '../../../scripts/install/lock.mjs');

let parent: string;
let folder: string;
beforeEach(() => {
	parent = mkdtempSync(path.join(tmpdir(), 'lock-'));
	folder = path.join(parent, 'n8n');
});
afterEach(() => rmSync(parent, { recursive: true, force: true, maxRetries: 5 }));

/** Starts a process that creates the folder. `fill` is the body of the function that fills it. */
function createFolder(fill: string) {
	const program = `
		import { appendFileSync, writeFileSync } from 'node:fs';
		import { createFolderOnce } from ${JSON.stringify(pathToFileURL(lockModule).href)};
		const [folder, log] = process.argv.slice(1);
		await createFolderOnce(folder, 'Installing', async (temporaryFolder) => { ${fill} });
	`;
	const args = ['--input-type=module', '-e', program, folder, path.join(parent, 'log')];
	const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'ignore'] });
	const exitCode = new Promise<number | null>((resolve) => child.on('close', resolve));
	const output = new Promise<string>((resolve) =>
		child.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString())),
	);
	return { child, exitCode, output };
}

const fillFolder = `
	appendFileSync(log, 'filled ');
	await new Promise((resolve) => setTimeout(resolve, 200));
	writeFileSync(temporaryFolder + '/package.json', '{}');
`;
const fillForever = `
	writeFileSync(temporaryFolder + '/incomplete', '');
	console.log('started');
	await new Promise((resolve) => setTimeout(resolve, 1e6));
`;

describe('createFolderOnce', () => {
	it('should fill the folder once if several processes start at the same time', async () => {
		const processes = [1, 2, 3].map(() => createFolder(fillFolder));

		expect(await Promise.all(processes.map(({ exitCode }) => exitCode))).toEqual([0, 0, 0]);
		expect(readFileSync(path.join(parent, 'log'), 'utf8')).toBe('filled ');
		expect(readdirSync(folder)).toEqual(['package.json']);
		expect(readdirSync(parent).sort()).toEqual(['log', 'n8n']);
	});

	it('should start over after a process was killed', async () => {
		const killed = createFolder(fillForever);
		await killed.output;
		const waiting = [createFolder(fillFolder), createFolder(fillFolder)];
		killed.child.kill('SIGKILL');

		expect(await Promise.all(waiting.map(({ exitCode }) => exitCode))).toEqual([0, 0]);
		expect(readFileSync(path.join(parent, 'log'), 'utf8')).toBe('filled ');
		expect(readdirSync(folder)).toEqual(['package.json']);
	});

	it('should leave no folder and no lock if filling it fails', async () => {
		const { exitCode } = createFolder(`throw new Error('The disk is full');`);

		expect(await exitCode).toBe(1);
		expect(existsSync(folder)).toBe(false);
		expect(existsSync(`${folder}.lock`)).toBe(false);
	});

	it('should take over the lock of a process that no longer runs', async () => {
		const { child, exitCode } = createFolder(fillFolder);
		await exitCode;
		rmSync(folder, { recursive: true });
		writeFileSync(`${folder}.lock`, String(child.pid));

		expect(await createFolder(fillFolder).exitCode).toBe(0);
		expect(readdirSync(folder)).toEqual(['package.json']);
	});
});
