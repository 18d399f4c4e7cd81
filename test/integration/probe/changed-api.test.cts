import { startChangedApi } from './changed-api.cts';
import { CHANGES } from './changes.cts';
import { createProbeTestBed, fillAccount, getDifferences } from './probe-test-bed.cts';

const testBed = createProbeTestBed();
const { probe, expectNoSecrets } = testBed;

describe('The probe of an API that has changed', () => {
	it('should report each kind of difference at its call, fail, and show no secret', async () => {
		await fillAccount(testBed.simulator);
		const changes = Object.entries(CHANGES).map(([call, [change]]) => [call, change] as const);
		const changed = await startChangedApi(testBed.simulator.url, Object.fromEntries(changes));
		testBed.simulator.faults.setSwitches({ retired: { restyle: true, sora: false } });
		const result = await probe([], { PIXVERSE_API_BASE_URL: changed.url });
		await changed.stop();

		expect(result.isDifferent).toBe(true);
		expectNoSecrets(result);
		const reported = getDifferences(result.report);
		for (const [call, [, ...differences]] of Object.entries(CHANGES)) {
			const shown = call.startsWith('POST') ? `${call} with quote: true` : call;
			for (const difference of differences) {
				const expected = `${shown}: ${difference}`;
				expect(reported.filter((line) => line.startsWith(expected))).toEqual([
					expect.stringContaining(expected),
				]);
				expect(result.output).toContain(difference);
			}
		}
		expect(reported).toContainEqual(
			expect.stringMatching(/^GET videos\/restyles: not in the API: /),
		);
		// Everything else is as before.
		const changedCalls = [...Object.keys(CHANGES), 'GET videos/restyles'];
		const others = reported.filter(
			(line) =>
				!changedCalls.some(
					(call) => line.startsWith(`${call}:`) || line.startsWith(`${call} with`),
				),
		);
		expect(others).toEqual([]);
	});

	it('should report a price that a create charges, and a file that never comes', async () => {
		testBed.simulator.plannedResults.add({ status: 'FAILED', kind: 'video' });
		const changed = await startChangedApi(testBed.simulator.url, {
			'POST videos/create': (body) => ({ ...body, cost_credits: 5 }),
		});
		const result = await probe(['--spend', '5'], { PIXVERSE_API_BASE_URL: changed.url });
		await changed.stop();
		expect(result.isDifferent).toBe(true);
		expect(getDifferences(result.report)).toEqual([
			'POST videos/create: price: It costs 5 credits, but the catalog says 4',
			'POST videos/create: no file: The video ended as "FAILED"',
		]);
	});
});
