import type { SimulatorOptions } from '../simulator/simulator.cts';
import { startSimulator } from '../simulator/simulator.cts';

/** Runs the simulator in a separate process, which exits with its parent. */
async function main(options: SimulatorOptions): Promise<void> {
	const { url, token } = await startSimulator(options);
	process.send?.({ url, token });
}

process.once('message', (options) => void main(options as SimulatorOptions));
process.on('disconnect', () => process.exit(0));
