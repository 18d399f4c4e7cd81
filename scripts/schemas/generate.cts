import { liveFaster } from '../../bench/fast-time.cts';
import { startSimulator } from '../../simulator/simulator.cts';
import { ample } from './outputs.cts';
import { type OutputSchema, outputSchemas } from './schemas.cts';

/** How many times as fast as the real world. */
const SPEED = 300;

/** All output schemas, in a few seconds: for `npx gulp schemas`. */
export async function generate(): Promise<OutputSchema[]> {
	// Before the simulator, so that its clock lives as fast.
	const liveAsUsual = liveFaster(SPEED);
	const simulator = await startSimulator(ample);
	try {
		return await outputSchemas(simulator);
	} finally {
		await simulator.stop();
		// What the nodes still sleep through has to end in the time that it began in.
		await new Promise((resolve) => setTimeout(resolve, 5000));
		liveAsUsual();
	}
}
