import { accelerateTime } from '../../bench/accelerated-time.cts';
import { startSimulator } from '../../simulator/simulator.cts';
import { SIMULATOR_OPTIONS } from './outputs.cts';
import { collectSchemas, type OutputSchema } from './schemas.cts';

/** How much faster than real time the nodes and the simulator run. */
const SPEED = 30;
/** Timers of the nodes that started in accelerated time must end in it. */
const REMAINING_TIMERS_MS = 5_000;

/** Generates all output schemas in a few seconds, for `npx gulp schemas`. */
export async function generateSchemas(): Promise<OutputSchema[]> {
	// Before the simulator starts, so that its clock is accelerated too.
	const restoreTime = accelerateTime(SPEED);
	const simulator = await startSimulator(SIMULATOR_OPTIONS);
	try {
		return await collectSchemas(simulator);
	} finally {
		await simulator.stop();
		await new Promise((resolve) => setTimeout(resolve, REMAINING_TIMERS_MS));
		restoreTime();
	}
}
