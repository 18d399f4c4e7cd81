import { furnish, runOf, sample } from './fault-injection/arbitraries.cts';
import { audit, type Books, expectOrder } from './fault-injection/audit.cts';
import { fullDisk, type Storm, storms } from './fault-injection/scenarios.cts';
import { Table } from './fault-injection/report.cts';
import { smallDisk } from './small-disk.cts';
import { studio } from './test-bed.cts';

const here = studio({ accounts: [] });
/** `FAULT_TRIES=40 npm test -- faults` tries longer. */
const TRIES = Number(process.env.FAULT_TRIES ?? 6);
const SEED = Number(process.env.FAULT_SEED ?? 20_261_125);
const table = new Table();
/** MB: two or three of the files. */
const DISK = 2;

afterAll(() => table.print());

/** Lets a fault strike different batches, and compares what was made with what came out. */
async function survives(storm: Storm, tries = TRIES): Promise<void> {
	const books: Books[] = [];
	let items = 0;
	for (const plain of sample(tries, SEED)) {
		const batch = storm.batch?.(plain) ?? plain;
		furnish(here.simulator, batch);
		let over = false;
		const striking = storm.strike(here.simulator, batch, () => over);
		const { parameters, more } = runOf(batch);
		const out = await here.run(parameters, more);
		over = true;
		await striking;
		items += batch.size;
		expectOrder(batch, out);
		books.push(audit(here.simulator.jobs, batch, out));
	}
	table.add(storm.name, items, books);
	expect(books.flatMap(({ doubled }) => doubled)).toEqual([]);
	expect(books.flatMap(({ lost }) => lost)).toEqual([]);
}

describe('Whatever goes wrong, nothing is lost, nothing is made twice, and the order holds', () => {
	it.each(storms.map((storm) => [storm.name, storm] as const))(
		'%s',
		async (_name, storm) => await survives(storm),
		TRIES * 60_000,
	);

	// Last: no other fault shall run out of room.
	it(
		'download: the disk runs full',
		async () => {
			const disk = smallDisk(DISK);
			if (!disk) return;
			try {
				// Many batches fit all the same.
				await survives(fullDisk(disk, DISK), 3 * TRIES);
			} finally {
				disk.remove();
			}
			expect(table.messagesOf('download: the disk runs full')).toMatch(
				/the disk of this n8n is full/,
			);
		},
		TRIES * 60_000,
	);
});
