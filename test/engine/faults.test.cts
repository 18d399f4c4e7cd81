import { furnish, runOf, sample } from './faults/batches.cts';
import { audit, type Books, expectOrder } from './faults/books.cts';
import { storms } from './faults/storms.cts';
import { Table } from './faults/table.cts';
import { studio } from './studio.cts';

const here = studio({ accounts: [] });
/** `FAULT_TRIES=40 npm test -- faults` tries longer. */
const TRIES = Number(process.env.FAULT_TRIES ?? 6);
const SEED = Number(process.env.FAULT_SEED ?? 20_261_125);
const table = new Table();

afterAll(() => table.print());

describe('Whatever goes wrong, nothing is lost, nothing is made twice, and the order holds', () => {
	it.each(storms.map((storm) => [storm.name, storm] as const))(
		'%s',
		async (name, storm) => {
			const books: Books[] = [];
			let items = 0;
			for (const plain of sample(TRIES, SEED)) {
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
			table.add(name, items, books);
			expect(books.flatMap(({ doubled }) => doubled)).toEqual([]);
			expect(books.flatMap(({ lost }) => lost)).toEqual([]);
		},
		TRIES * 60_000,
	);
});
