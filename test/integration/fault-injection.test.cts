import { prepare, toRunOptions, sampleBatches } from './fault-injection/arbitraries.cts';
import { auditRun, type AuditResult, expectItemOrder } from './fault-injection/audit.cts';
import {
	createFullDiskScenario,
	type FaultScenario,
	faultScenarios,
} from './fault-injection/scenarios.cts';
import { Report } from './fault-injection/report.cts';
import { mountSmallDisk } from './small-disk.cts';
import { SEED, scale } from '../scale.cts';
import { createTestBed } from './test-bed.cts';

const testBed = createTestBed({ accounts: [] });
/** Batches per fault. */
const TRIES = scale(1, 6);
const report = new Report();
/** Space for two or three of the files. */
const DISK_MB = 2;

afterAll(() => report.print());

/** Runs different batches with a fault, and compares the created jobs with the output. */
async function runScenario(scenario: FaultScenario, tries = TRIES): Promise<void> {
	const results: AuditResult[] = [];
	let items = 0;
	for (const sampledBatch of sampleBatches(tries, SEED)) {
		const batch = scenario.adapt?.(sampledBatch) ?? sampledBatch;
		prepare(testBed.simulator, batch);
		let hasEnded = false;
		const injecting = scenario.inject(testBed.simulator, batch, () => hasEnded);
		const { parameters, more } = toRunOptions(batch);
		const out = await testBed.run(parameters, more);
		hasEnded = true;
		await injecting;
		items += batch.size;
		expectItemOrder(batch, out);
		results.push(auditRun(testBed.simulator.jobs, batch, out));
	}
	report.add(scenario.name, items, results);
	expect(results.flatMap(({ duplicated }) => duplicated)).toEqual([]);
	expect(results.flatMap(({ lost }) => lost)).toEqual([]);
}

describe('Fault injection: no job lost, none created twice, items in order', () => {
	it.each(faultScenarios.map((scenario) => [scenario.name, scenario] as const))(
		'should hold with %s',
		async (_name, scenario) => await runScenario(scenario),
		TRIES * 60_000,
	);

	// Last: no other scenario must run out of disk space.
	it(
		'should hold when the disk is full during a download',
		async () => {
			const disk = mountSmallDisk(DISK_MB);
			if (!disk) return;
			try {
				// Many batches fit anyway.
				await runScenario(createFullDiskScenario(disk, DISK_MB), 3 * TRIES);
			} finally {
				disk.unmount();
			}
			// In a few batches, all files may fit.
			if (TRIES > 1)
				expect(report.getMessages('download: the disk runs full')).toMatch(
					/the disk of your n8n instance is full/,
				);
		},
		TRIES * 60_000,
	);
});
