import { createTestBed } from '../test-bed.cts';
import { imageCreate } from '../parameters.cts';

const testBed = createTestBed();

describe('The time options', () => {
	it.each([
		[
			'a timeout of 0',
			{ timeout: '={{ 0 }}' },
			/"Timeout \(Minutes\)" is "0", but must be 0\.1 to/,
		],
		['a negative timeout', { timeout: '={{ -5 }}' }, /"Timeout \(Minutes\)" is "-5"/],
		['more than a day', { timeout: '={{ 1e9 }}' }, /"Timeout \(Minutes\)".*0\.1 to 1500/],
		['an interval of 0', { pollInterval: '={{ 0 }}' }, /"Polling Interval \(Seconds\)".*1 to 3600/],
		[
			'an extreme interval',
			{ pollInterval: '={{ 1e308 }}' },
			/"Polling Interval \(Seconds\)".*1 to 3600/,
		],
		[
			'a credit limit of 0',
			{ creditLimit: '={{ 0 }}' },
			/"Credit Limit" is "0", but must be at least 1/,
		],
	])('should reject %s before anything is paid', async (_what, options, pattern) => {
		const { error } = await testBed.run(imageCreate({ options }));
		expect(error?.message).toMatch(pattern);
		expect(testBed.simulator.requests).toHaveLength(0);
	});

	it('should poll once more at the end when the interval exceeds the timeout', async () => {
		const options = { timeout: 1, pollInterval: 3600 };
		const out = await testBed.run(imageCreate({ options }));
		expect(out.error).toBeUndefined();
		expect(out.items[0]?.json).toMatchObject({ status: 'COMPLETED' });
	});
});
