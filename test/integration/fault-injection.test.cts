import { prepare, toRunOptions, sampleBatches } from './fault-injection/arbitraries.cts';
import { auditRun, type AuditResult, expectItemOrder } from './fault-injection/audit.cts';
import {
	createFullDiskScenario,
	type FaultScenario,
	faultScenarios,
} from './fault-injection/scenarios.cts';
import { Report } from './fault-injection/report.cts';
import { smallDisk } from './small-disk.cts';
import { SEED, scale } from '../scale.cts';
import { createTestBed } from './test-bed.cts';

const testBed = createTestBed({ accounts: [] });
/** Batches per fault. */
const TRIES = scale(1, 6);
const table = new Report();
/** MB: two or three of the files. */
const DISK = 2;

afterAll(() => table.print());

/** Lets a fault strike different batches, and compares what was made with what came out. */
async function runScenario(scenario: FaultScenario, tries = TRIES): Promise<void> {
	const results: AuditResult[] = [];
	let items = 0;
	for (const plain of sampleBatches(tries, SEED)) {
		const batch = scenario.adapt?.(plain) ?? plain;
		prepare(testBed.simulator, batch);
		let over = false;
		const injecting = scenario.inject(testBed.simulator, batch, () => over);
		const { parameters, more } = toRunOptions(batch);
		const out = await testBed.run(parameters, more);
		over = true;
		await injecting;
		items += batch.size;
		expectItemOrder(batch, out);
		results.push(auditRun(testBed.simulator.jobs, batch, out));
	}
	table.add(scenario.name, items, results);
	expect(results.flatMap(({ duplicated: doubled }) => doubled)).toEqual([]);
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
			const disk = smallDisk(DISK);
			if (!disk) return;
			try {
				// Many batches fit anyway.
				await runScenario(createFullDiskScenario(disk, DISK), 3 * TRIES);
			} finally {
				disk.remove();
			}
			// In a few batches, all files may fit.
			if (TRIES > 1)
				expect(table.messagesOf('download: the disk runs full')).toMatch(
					/the disk of your n8n instance is full/,
				);
		},
		TRIES * 60_000,
	);
});
