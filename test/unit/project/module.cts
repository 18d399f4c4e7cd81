import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const scripts = path.resolve(__dirname, '../../../scripts');

/** The value of an expression about a module of scripts/, which is called `module` in it; tests cannot load modules. */
export function inModule(file: string, expression: string): unknown {
	const address = pathToFileURL(path.join(scripts, file)).href;
	const code = `import * as module from ${JSON.stringify(address)}; console.log(JSON.stringify(await ${expression}));`;
	return JSON.parse(
		execFileSync(process.execPath, ['--input-type=module', '-e', code], { encoding: 'utf8' }),
	);
}
