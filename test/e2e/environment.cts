import { join } from 'node:path';
import { type Simulator, type SimulatorOptions } from '../../simulator/simulator.cts';
import { startReportedSimulator } from '../reporting/requests.cts';
import { PROJECT } from './n8n/installation.cts';
import { startN8n, type N8n } from './n8n/instance.cts';
import { Rest, type Credential, type Owner } from './n8n/rest.cts';

/** What tests leave for people to look at: logs and screenshots. Ignored by git. */
export const ARTIFACTS = join(PROJECT, 'artifacts');

/** Simulated seconds in a real one: a 24 s video is there at the first look of the node. */
const SPEED = 10;

/** Long enough for installing a real n8n on a new machine. */
export const START_TIMEOUT_MS = 20 * 60_000;

/** A simulated PixVerse, and a real n8n with the packed package and a credential for it. */
export interface TestEnvironment {
	readonly simulator: Simulator;
	readonly n8n: N8n;
	readonly rest: Rest;
	readonly credential: Credential;
	readonly owner: Owner;
	close(): Promise<void>;
}

/** Differences from the defaults. */
interface EnvironmentOptions {
	/** Settings of n8n. */
	readonly settings?: Readonly<Record<string, string>>;
	readonly simulator?: SimulatorOptions;
}

/**
 * Sets everything up that an end-to-end test needs.
 *
 * @param name Names the log in the artifacts.
 */
export async function startEnvironment(
	name: string,
	options: EnvironmentOptions = {},
): Promise<TestEnvironment> {
	const owner = { email: 'owner@example.com', password: 'Sunny-day-1' };
	const simulator = await startReportedSimulator({ speed: SPEED, ...options.simulator });
	try {
		const n8n = await startN8n({
			log: join(ARTIFACTS, `${name}.n8n.log`),
			settings: options.settings,
		});
		try {
			const rest = await Rest.logIn(n8n.url, owner);
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
