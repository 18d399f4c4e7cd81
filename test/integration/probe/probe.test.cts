import { createProbeTestBed, fillAccount, getDifferences } from './probe-test-bed.cts';

const testBed = createProbeTestBed();
const { probe, expectNoSecrets } = testBed;

const getBalances = () => {
	const { accounts } = testBed.simulator;
	return accounts.list().map((account) => accounts.getBalance(account));
};

describe('The probe of an API that is as the nodes know it', () => {
	it('should find no differences, spend nothing, and read everything that is free', async () => {
		testBed.simulator.accounts.add({ email: 'second.account@example.com' });
		await fillAccount(testBed.simulator);
		const jobs = testBed.simulator.jobs.length;
		const credits = getBalances();
		const result = await probe();

		expect(result.output).toContain('No differences');
		expect(getDifferences(result.report)).toEqual(['None.']);
		expect(result.isDifferent).toBe(false);
		expectNoSecrets(result);
		expect(testBed.simulator.jobs).toHaveLength(jobs);
		expect(getBalances()).toEqual(credits);
		const calls = [...result.report.matchAll(/^- `(.*?)(?:\?.*?)?`: (?!skipped|0 rows)/gm)].map(
			([, call]) => call,
		);
		expect([...new Set(calls)].sort()).toEqual(
			expect.arrayContaining([
				'GET accounts',
				'GET accounts/{email}',
				'GET features',
				'GET images',
				'GET music',
				'GET music-video',
				'GET music-video/library',
				'GET scheduler',
				'GET scheduler/available',
				'GET speech',
				'GET speech/models',
				'GET speech/voices',
				'GET videos',
				'GET videos/effects',
				'GET videos/restyles',
				'GET videos/voices',
				'POST images/upscale with quote: true',
				'POST music-video/create with quote: true',
				'POST videos/upscale with quote: true',
			]),
		);
	});

	it('should generate the cheapest video, image, and speech clip within the credits, up to the file', async () => {
		const [before = 0] = getBalances();
		const result = await probe(['--spend', '10']);
		expect(result.isDifferent).toBe(false);
		expect(testBed.simulator.jobs.map(({ kind }) => kind).sort()).toEqual([
			'image',
			'speech',
			'video',
		]);
		expect(result.output).toMatch(/✓ POST videos\/create: [1-9]\d* bytes/);
		expect(result.output).toMatch(/✓ POST images\/create: [1-9]\d* bytes/);
		expect(result.output).toMatch(/✓ POST speech\/create: [1-9]\d* bytes/);
		const [after = 0] = getBalances();
		expect(before - after).toBe(10);
		expectNoSecrets(result);
	});

	it('should leave out what exceeds the credits', async () => {
		const result = await probe(['--spend', '5']);
		expect(result.isDifferent).toBe(false);
		expect(testBed.simulator.jobs.map(({ kind }) => kind).sort()).toEqual(['speech', 'video']);
		expect(result.output).toMatch(
			/images\/create: skipped\n\s+\(It costs 5 credits, but only 0 of --spend are left/,
		);
	});
});
