import { join } from 'node:path';
import { type Simulator, type SimulatorOptions } from '../../simulator/simulator.cts';
import { startReportedSimulator } from '../reporting/requests.cts';
import { PROJECT } from './n8n/installation.cts';
import { startN8n, type N8n } from './n8n/instance.cts';
import { RestClient, type Credential, type Owner } from './n8n/rest.cts';

/** The folder for logs and screenshots of the tests on one release of n8n. Git ignores it. */
export const ARTIFACTS = join(PROJECT, 'artifacts', process.env.N8N_RELEASE ?? 'default');

/** Simulated seconds per second. A video that takes 24 s is finished at the node's first poll. */
const SIMULATOR_SPEED = 10;

/** Includes the installation of n8n on a new machine. */
export const START_TIMEOUT_MS = 20 * 60_000;

/** The simulator and a real n8n instance with the packed package and a credential. */
export interface TestEnvironment {
	readonly simulator: Simulator;
	readonly n8n: N8n;
	readonly rest: RestClient;
	readonly credential: Credential;
	readonly owner: Owner;
	close(): Promise<void>;
}

/** Differences from the defaults. */
interface EnvironmentOptions {
	/** Environment variables of n8n. */
	readonly settings?: Readonly<Record<string, string>>;
	readonly simulator?: SimulatorOptions;
}

/**
 * Starts the simulator and n8n, and creates the owner and a credential.
 *
 * @param name The prefix of the log file's name.
 */
export async function startEnvironment(
	name: string,
	options: EnvironmentOptions = {},
): Promise<TestEnvironment> {
	const owner = { email: 'owner@example.com', password: 'Sunny-day-1' };
	const simulator = await startReportedSimulator({ speed: SIMULATOR_SPEED, ...options.simulator });
	try {
		const n8n = await startN8n({
			log: join(ARTIFACTS, `${name}.n8n.log`),
			settings: options.settings,
		});
		try {
			const rest = await RestClient.logIn(n8n.url, owner);
			const credential = await rest.createCredential('PixVerse account', 'pixVerseApi', {
				apiToken: simulator.token,
				baseUrl: simulator.url,
			});
			const close = async () => {
				await n8n.stop();
				await simulator.stop();
			};
			return { simulator, n8n, rest, credential, owner, close };
		} catch (error) {
			await n8n.stop();
			throw error;
		}
	} catch (error) {
		await simulator.stop();
		throw error;
	}
}
