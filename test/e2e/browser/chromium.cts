import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { chromium, type Browser } from 'playwright-core';
import { PROJECT } from '../n8n/installation.cts';

const run = promisify(execFile);

/** The usual paths of browsers that Playwright supports. */
const BROWSER_PATHS: Partial<Record<NodeJS.Platform, readonly string[]>> = {
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

/** Turns off features that need the network, and the sandbox, which doesn't work for root. */
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
	return await chromium.launch({ executablePath: await findOrInstallBrowser(), args: FLAGS });
}

/** Returns the path of a browser: CHROMIUM_PATH, one of the usual paths, or a new installation. */
async function findOrInstallBrowser(): Promise<string> {
	const given = process.env.CHROMIUM_PATH;
	if (given) {
		if (existsSync(given)) return given;
		throw new Error(`CHROMIUM_PATH is "${given}", but there is no such file.`);
	}
	const found = findBrowser();
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
		const installed = findBrowser();
		if (installed) return installed;
		attempts.push(`${how}: worked, but no browser was found afterwards`);
	}
	throw new Error(
		`The browser test needs Chromium or Chrome, and none was found or could be installed.\nInstall one, or set CHROMIUM_PATH to its program.\n${attempts.join('\n')}`,
	);
}

function findBrowser(): string | undefined {
	return [...(BROWSER_PATHS[process.platform] ?? []), chromium.executablePath()].find((path) =>
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
