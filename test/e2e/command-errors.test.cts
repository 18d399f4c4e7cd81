import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { PROJECT } from './n8n/installation.cts';

const ERRORS_MODULE = pathToFileURL(join(PROJECT, 'scripts', 'install', 'errors.mjs')).href;

/** Returns the message for the output of a failed program. Tests can't import the scripts, which are ES modules. */
const diagnose = (output: string) =>
	execFileSync(
		process.execPath,
		[
			'--input-type=module',
			'-e',
			`import { diagnoseFailure } from ${JSON.stringify(ERRORS_MODULE)}; console.log(String(diagnoseFailure('Installing n8n', process.argv[1], 'all.log')));`,
			output,
		],
		{ encoding: 'utf8' },
	);

describe('Errors of a failed installation', () => {
	it.each([
		[
			'npm error code ENOSPC\nnpm error nospc ENOSPC: no space left on device, write',
			/disk is full/,
			/Free some space/,
		],
		[
			'npm error code ENOTFOUND\nnpm error network request to https://registry.example/pnpm failed, reason: getaddrinfo ENOTFOUND registry.example',
			/registry can't be reached/,
			/Check the network, the proxy/,
		],
		[
			' ERR_PNPM_META_FETCH_FAIL  GET http://127.0.0.1:9/n8n: request failed',
			/registry can't be reached/,
			/Check the network/,
		],
		[
			'npm error code E401\nnpm error Incorrect or missing password.',
			/registry rejected the login/,
			/login in your \.npmrc/,
		],
		['gyp ERR! stack Error: not found: make', /compiler or Python is missing/, /build-essential/],
		[
			'prebuild-install warn install getaddrinfo ENOTFOUND github.com\ngyp ERR! stack Error: not found: make',
			/compiler or Python is missing/,
			/build-essential/,
		],
		['make: g++: No such file or directory', /compiler or Python is missing/, /build-essential/],
		[
			'gyp ERR! find Python You need to install the latest version of Python.',
			/Python is missing/,
			/python3/,
		],
		['npm error code EACCES\nnpm error path /home/me/.cache', /isn't writable/, /who owns/],
		[
			'npm error code ETARGET\nnpm error notarget No matching version found for n8n@2.40.7.',
			/doesn't have a package/,
			/another registry/,
		],
	])('should name the cause and the next step of %j', (output, problem, nextStep) => {
		const message = diagnose(output);

		expect(message).toMatch(/^✗ Installing n8n failed: /);
		expect(message).toMatch(problem);
		expect(message).toMatch(nextStep);
		expect(message).toContain('all.log');
	});

	it('should contain the last output if the cause is unknown', () => {
		expect(diagnose('one\ntwo\nsomething odd happened')).toMatch(
			/Its last output:[\s\S]*something odd happened/,
		);
	});
});
