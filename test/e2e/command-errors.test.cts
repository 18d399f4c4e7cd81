import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { PROJECT } from './n8n/installation.cts';

const FAILURE = pathToFileURL(join(PROJECT, 'scripts', 'install', 'failure.mjs')).href;

/** What a person reads after a step has printed this; the scripts are modules, which tests cannot load themselves. */
const explained = (output: string) =>
	execFileSync(
		process.execPath,
		[
			'--input-type=module',
			'-e',
			`import { explain } from ${JSON.stringify(FAILURE)}; console.log(String(explain('Installing n8n', process.argv[1], 'all.log')));`,
			output,
		],
		{ encoding: 'utf8' },
	);

describe('what a failed installation tells', () => {
	it.each([
		[
			'npm error code ENOSPC\nnpm error nospc ENOSPC: no space left on device, write',
			/disk is full/,
			/Free some space/,
		],
		[
			'npm error code ENOTFOUND\nnpm error network request to https://registry.example/pnpm failed, reason: getaddrinfo ENOTFOUND registry.example',
			/registry cannot be reached/,
			/Check the network, the proxy/,
		],
		[
			' ERR_PNPM_META_FETCH_FAIL  GET http://127.0.0.1:9/n8n: request failed',
			/registry cannot be reached/,
			/Check the network/,
		],
		[
			'npm error code E401\nnpm error Incorrect or missing password.',
			/refused to let us in/,
			/login in your \.npmrc/,
		],
		['gyp ERR! stack Error: not found: make', /compiler is missing/, /build-essential/],
		[
			'prebuild-install warn install getaddrinfo ENOTFOUND github.com\ngyp ERR! stack Error: not found: make',
			/compiler is missing/,
			/build-essential/,
		],
		['make: g++: No such file or directory', /compiler is missing/, /build-essential/],
		[
			'gyp ERR! find Python You need to install the latest version of Python.',
			/Python 3 is missing/,
			/Install Python 3/,
		],
		['npm error code EACCES\nnpm error path /home/me/.cache', /cannot be written/, /who owns/],
		[
			'npm error code ETARGET\nnpm error notarget No matching version found for n8n@2.40.7.',
			/does not have a package/,
			/mirror/,
		],
	])('names the cause and the way out of %j', (output, what, todo) => {
		const words = explained(output);

		expect(words).toMatch(/^✗ Installing n8n did not work: /);
		expect(words).toMatch(what);
		expect(words).toMatch(todo);
		expect(words).toContain('all.log');
	});

	it('shows the last words of a step that failed for an unknown reason', () => {
		expect(explained('one\ntwo\nsomething odd happened')).toMatch(
			/Its last words:[\s\S]*something odd happened/,
		);
	});
});
