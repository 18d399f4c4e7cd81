import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const scripts = path.resolve(__dirname, '../../../scripts');

/** Evaluates an expression in which `module` is a file of scripts/. Tests can't import the scripts, which are ES modules. */
export function evaluateWithModule(file: string, expression: string): unknown {
	const address = pathToFileURL(path.join(scripts, file)).href;
	const code = `import * as module from ${JSON.stringify(address)}; console.log(JSON.stringify(await ${expression}));`;
	return JSON.parse(
		execFileSync(process.execPath, ['--input-type=module', '-e', code], { encoding: 'utf8' }),
	);
}
