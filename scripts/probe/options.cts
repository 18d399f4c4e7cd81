import { parseArgs } from 'node:util';

export const USAGE = `Usage: npm run probe -- [--spend credits] [--report file]
  Compares the real PixVerse API with the catalog and the schemas of the nodes. Needs PIXVERSE_API_TOKEN in the environment.
  --spend    also generate the cheapest video, image, and speech clip, for at most this many credits (default: 0, nothing)
  --report   file for the report, which has no token, email, URL, or prompt (default: output/probe-report.md)
To use another address than https://api.useapi.net, set PIXVERSE_API_BASE_URL.
Exit code: 0 without differences, 1 with differences, 2 if the API can't be compared.`;

/** An unknown option, an invalid value, or a missing token. The message says which. */
export class OptionError extends Error {}

export interface ProbeOptions {
	readonly token: string;
	readonly baseUrl: string;
	/** The maximum number of credits to spend. */
	readonly spend: number;
	/** The file for the report. */
	readonly report: string;
}

/**
 * Parses the options of the probe.
 *
 * @returns `undefined` for `--help`.
 * @throws {OptionError}
 */
export function parseOptions(args: string[], env: NodeJS.ProcessEnv): ProbeOptions | undefined {
	const { spend, report, help } = parse(args);
	if (help) return undefined;
	const token = env.PIXVERSE_API_TOKEN?.trim();
	if (!token) throw new OptionError('Set PIXVERSE_API_TOKEN to the API token of useapi.net.');
	const credits = Number(spend);
	if (spend.trim() === '' || !Number.isInteger(credits) || credits < 0) {
		throw new OptionError(`--spend must be a whole number of credits, not "${spend}".`);
	}
	const baseUrl = env.PIXVERSE_API_BASE_URL?.trim() || 'https://api.useapi.net';
	return { token, baseUrl, spend: credits, report };
}

function parse(args: string[]) {
	try {
		return parseArgs({
			args,
			options: {
				spend: { type: 'string', default: '0' },
				report: { type: 'string', default: 'output/probe-report.md' },
				help: { type: 'boolean', default: false },
			},
		}).values;
	} catch (error) {
		throw new OptionError(error instanceof Error ? error.message : String(error));
	}
}
