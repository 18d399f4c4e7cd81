import { freePort } from './n8n/ports.cts';
import { START_TIMEOUT_MS, startEnvironment, type TestEnvironment } from './environment.cts';

let environment: TestEnvironment;
beforeAll(async () => {
	environment = await startEnvironment('credential');
}, START_TIMEOUT_MS);
afterAll(async () => await environment?.close());
afterEach(() => environment.simulator.faults.clear());

/** Tests the credential as the editor does, with some of its fields changed. */
const test = async (fields: { apiToken?: string; baseUrl?: string } = {}) =>
	await environment.rest.testCredential(environment.credential, {
		apiToken: environment.simulator.token,
		baseUrl: environment.simulator.url,
		...fields,
	});

describe('The test of the PixVerse credential in a real n8n', () => {
	it('should accept a valid token', async () => {
		expect(await test()).toMatchObject({ status: 'OK' });
	});

	it('should report a wrong token', async () => {
		const { status, message } = await test({ apiToken: 'user:1-wrong' });

		expect(status).toBe('Error');
		expect(message).toMatch(/token/i);
	});

	it('should report an unreachable API', async () => {
		const { status, message } = await test({ baseUrl: `http://127.0.0.1:${await freePort()}` });

		expect(status).toBe('Error');
		expect(message).toMatch(/reached/);
	});

	it('should report an expired subscription', async () => {
		environment.simulator.faults.setSwitches({ subscriptionExpired: true });

		const { status, message } = await test();

		expect(status).toBe('Error');
		expect(message).toMatch(/subscription/i);
	});
});
