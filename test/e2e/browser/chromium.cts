import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { chromium, type Browser } from 'playwright-core';
import { PROJECT } from '../n8n/installation.cts';

const run = promisify(execFile);

/** Where browsers that Playwright can drive usually are. */
const USUAL_PLACES: Partial<Record<NodeJS.Platform, readonly string[]>> = {
	linux: [
		'/usr/bin/chromium',
		'/usr/bin/chromium-browser',
		'/usr/bin/google-chrome',
		'/usr/bin/google-chrome-stable',
		'/snap/bin/chromium',
		'/usr/bin/microsoft-edge',
	],
	darwin: [
		'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
		'/Applications/Chromium.app/Contents/MacOS/Chromium',
		'/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
	],
	win32: [
		'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
		'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
		'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
	],
};

/** A quiet browser that does not call home; as root it cannot have a sandbox. */
const FLAGS = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
	'--no-first-run',
	'--disable-quic',
];

/** Starts a browser without a window, after installing one if the machine has none. */
export async function startBrowser(): Promise<Browser> {
	return await chromium.launch({ executablePath: await findOrInstall(), args: FLAGS });
}

/** The browser's program: CHROMIUM_PATH, one of the usual places, or a freshly installed one. */
async function findOrInstall(): Promise<string> {
	const given = process.env.CHROMIUM_PATH;
	if (given) {
		if (existsSync(given)) return given;
		throw new Error(`CHROMIUM_PATH is "${given}", but there is no such file.`);
	}
	const found = find();
	if (found) return found;
	const attempts = [];
	for (const { how, install } of [
		{ how: 'apt-get install chromium', install: installWithApt },
		{ how: 'playwright-core install chromium', install: installWithPlaywright },
	]) {
		process.stderr.write(`… There is no browser; trying ${how}\n`);
		try {
			await install();
		} catch (error) {
			attempts.push(
				`${how}: ${(error instanceof Error ? error.message : String(error)).slice(0, 600)}`,
			);
			continue;
		}
		const installed = find();
		if (installed) return installed;
		attempts.push(`${how}: worked, but no browser was found afterwards`);
	}
	throw new Error(
		`The browser test needs Chromium or Chrome, and none was found or could be installed.\nInstall one, or set CHROMIUM_PATH to its program.\n${attempts.join('\n')}`,
	);
}

function find(): string | undefined {
	return [...(USUAL_PLACES[process.platform] ?? []), chromium.executablePath()].find((path) =>
		existsSync(path),
	);
}

async function installWithApt(): Promise<void> {
	if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
		throw new Error('only as root on Debian or Ubuntu');
	}
	const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
	await run('apt-get', ['update', '-q'], { env, maxBuffer: 1 << 26 });
	await run('apt-get', ['install', '-y', '-q', '--no-install-recommends', 'chromium'], {
		env,
		maxBuffer: 1 << 26,
	});
}

async function installWithPlaywright(): Promise<void> {
	const cli = join(PROJECT, 'node_modules', 'playwright-core', 'cli.js');
	await run(process.execPath, [cli, 'install', 'chromium'], { maxBuffer: 1 << 26 });
}
