import { parseArgs } from 'node:util';

export const USAGE = `Usage: npm run demo -- [--port 5678] [--once] [--fresh] [--output folder]
  --port     the editor's port on 127.0.0.1 (or DEMO_PORT in the environment)
  --once     end after the video is there, instead of keeping the editor open
  --fresh    forget the demo's n8n of former runs, with everything that was changed in it
  --output   where the MP4 goes; "output" if not given
With PIXVERSE_API_TOKEN in the environment it uses the real PixVerse API of useapi.net, which costs real credits.
PIXVERSE_API_BASE_URL puts another address in the place of https://api.useapi.net.`;

/** An option that is unknown or makes no sense; the message says which and why. */
export class WrongOption extends Error {}

export interface DemoOptions {
	/** The editor's port; n8n's usual one if not given. */
	readonly port: number;
	readonly once: boolean;
	readonly fresh: boolean;
	/** Where the MP4 goes. */
	readonly output: string;
	/** The real API, if it is to be used. */
	readonly api?: { readonly token: string; readonly baseUrl: string };
}

/**
 * Reads the options of the demo.
 *
 * @returns `undefined` when only the usage is wanted.
 * @throws {WrongOption}
 */
export function readOptions(args: string[], env: NodeJS.ProcessEnv): DemoOptions | undefined {
	const values = parse(args, env.DEMO_PORT || '5678');
	if (values.help) return undefined;
	const port = Number(values.port);
	if (!Number.isInteger(port) || port < 1 || port > 65_535) {
		throw new WrongOption(`The port must be a number from 1 to 65535, not "${values.port}".`);
	}
	const token = env.PIXVERSE_API_TOKEN?.trim();
	const baseUrl = env.PIXVERSE_API_BASE_URL?.trim() || 'https://api.useapi.net';
	const { once, fresh, output } = values;
	return { port, once, fresh, output, ...(token ? { api: { token, baseUrl } } : {}) };
}

function parse(args: string[], usualPort: string) {
	try {
		return parseArgs({
			args,
			options: {
				port: { type: 'string', default: usualPort },
				once: { type: 'boolean', default: false },
				fresh: { type: 'boolean', default: false },
				output: { type: 'string', default: 'output' },
				help: { type: 'boolean', default: false },
			},
		}).values;
	} catch (error) {
		throw new WrongOption(error instanceof Error ? error.message : String(error));
	}
}
