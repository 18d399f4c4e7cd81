import { startReportedSimulator } from './requests.cts';

/** Fails on purpose: its report is what the test of the reports reads. */
describe('A failing suite', () => {
	it('should fail after two requests', async () => {
		const simulator = await startReportedSimulator();
		try {
			await fetch(`${simulator.url}/v2/pixverse/accounts`);
			simulator.reset();
			await fetch(`${simulator.url}/v2/pixverse/features/`);
			expect('received value').toBe('expected value');
		} finally {
			await simulator.stop();
		}
	});

	it('should fail without requests', () => {
		expect(1).toBe(2);
	});
});
