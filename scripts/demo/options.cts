import { parseArgs } from 'node:util';

export const USAGE = `Usage: npm run demo -- [--port 5678] [--once] [--fresh] [--output folder]
  --port     port of the editor on 127.0.0.1 (or set DEMO_PORT)
  --once     stop after the video is saved instead of keeping the editor running
  --fresh    delete the demo's n8n instance, including your changes in it, and start over
  --output   folder for the MP4 file (default: output)
To use the real PixVerse API of useapi.net, which costs credits, set PIXVERSE_API_TOKEN.
To use another address than https://api.useapi.net, set PIXVERSE_API_BASE_URL.`;

const MAX_PORT = 65_535;

/** An unknown option or an invalid value. The message says which. */
export class OptionError extends Error {}

export interface DemoOptions {
	/** The port of the editor. */
	readonly port: number;
	readonly once: boolean;
	readonly fresh: boolean;
	/** The folder for the MP4 file. */
	readonly output: string;
	/** The real API. The demo uses the simulator if it's not set. */
	readonly api?: { readonly token: string; readonly baseUrl: string };
}

/**
 * Parses the options of the demo.
 *
 * @returns `undefined` for `--help`.
 * @throws {OptionError}
 */
export function parseOptions(args: string[], env: NodeJS.ProcessEnv): DemoOptions | undefined {
	const values = parse(args, env.DEMO_PORT || '5678');
	if (values.help) return undefined;
	const port = Number(values.port);
	if (!Number.isInteger(port) || port < 1 || port > MAX_PORT) {
		throw new OptionError(`The port must be a number from 1 to ${MAX_PORT}, not "${values.port}".`);
	}
	const token = env.PIXVERSE_API_TOKEN?.trim();
	const baseUrl = env.PIXVERSE_API_BASE_URL?.trim() || 'https://api.useapi.net';
	const { once, fresh, output } = values;
	return { port, once, fresh, output, ...(token ? { api: { token, baseUrl } } : {}) };
}

function parse(args: string[], defaultPort: string) {
	try {
		return parseArgs({
			args,
			options: {
				port: { type: 'string', default: defaultPort },
				once: { type: 'boolean', default: false },
				fresh: { type: 'boolean', default: false },
				output: { type: 'string', default: 'output' },
				help: { type: 'boolean', default: false },
			},
		}).values;
	} catch (error) {
		throw new OptionError(error instanceof Error ? error.message : String(error));
	}
}
