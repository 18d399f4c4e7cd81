import { parseArgs } from 'node:util';
import { startSimulator } from './simulator.cts';

/** `npm run simulator`: runs the simulator as a process until Ctrl+C. */
async function main(): Promise<void> {
	const { values } = parseArgs({
		options: {
			port: { type: 'string', default: '3400' },
			'media-port': { type: 'string', default: '3401' },
			speed: { type: 'string', default: '1' },
			videos: { type: 'string', default: '0' },
			quiet: { type: 'boolean', default: false },
			help: { type: 'boolean', default: false },
		},
	});
	if (values.help) {
		console.log(USAGE);
		return;
	}
	const simulator = await startSimulator({
		port: parseNumber('port', values.port),
		mediaPort: parseNumber('media-port', values['media-port']),
		speed: parseNumber('speed', values.speed),
		seedVideos: parseNumber('videos', values.videos),
		...(values.quiet ? {} : { log: (line: string) => console.log(line) }),
	});
	console.log(`PixVerse API simulator
  Base URL   ${simulator.url}
  API token  ${simulator.token}
  Media      ${simulator.mediaUrl}
  Speed      ${simulator.clock.speed} simulated seconds per second
  Controls   ${simulator.url}/_simulator/state
Press Ctrl+C to stop.`);
	for (const signal of ['SIGINT', 'SIGTERM'] as const) {
		process.once(signal, () => void simulator.stop().then(() => process.exit(0)));
	}
}

const USAGE = `Usage: npm run simulator -- [--port 3400] [--media-port 3401] [--speed 1] [--videos 0] [--quiet]
  --port, --media-port   ports on 127.0.0.1; 0 for any free port
  --speed                simulated seconds per real second: with 10, a 24 s video takes 2.4 s
  --videos               number of old finished videos to start with
  --quiet                don't print requests`;

function parseNumber(name: string, text: string): number {
	const value = Number(text);
	if (text.trim() === '' || !(value >= 0))
		throw new Error(`--${name} must be a number, not "${text}"`);
	return value;
}

main().catch((error: unknown) => {
	const { code, port } = error as { code?: string; port?: number };
	const text = error instanceof Error ? error.message : String(error);
	console.error(
		code === 'EADDRINUSE'
			? `Port ${port} is in use. Choose another with --port or --media-port.`
			: text,
	);
	process.exitCode = 1;
});
