import { videoCreate } from './parameters.cts';
import { type SmallDisk, smallDisk } from './small-disk.cts';
import { onlyJson, createTestBed } from './test-bed.cts';

const testBed = createTestBed();
const MB = 1024 * 1024;
const disk = smallDisk(2);

function tests({ fill, clear, remove }: SmallDisk): void {
	afterEach(clear);
	// Before the harness removes the folder.
	afterAll(remove);

	it.each([
		['from the start', 2 * MB, 1000],
		['in the middle of the download', 0, 5 * MB],
	])('should not lose a paid video: %s', async (_when, taken, bytes) => {
		fill(taken);
		testBed.simulator.plannedResults.add({ bytes });
		const out = await testBed.run(videoCreate({ download: true }));
		const [job] = testBed.simulator.jobs;
		expect(out.items).toEqual([]);
		expect(out.error?.message).toMatch(
			/^The video is finished, but .*: the disk of your n8n instance is full/,
		);
		expect(out.error?.description).toContain(job?.id);
		expect(testBed.creates()).toHaveLength(1);
		// Another try would fill nothing but time.
		expect(testBed.simulator.requests.filter(({ host }) => host === 'media')).toHaveLength(1);
	});

	it('should keep the files that fit and name the others', async () => {
		// Last, so that it does not fill the disk while the others are being written.
		testBed.simulator.plannedResults.add({ bytes: 5 * MB, afterMs: 200_000 });
		const out = await testBed.run(videoCreate({ download: true }), {
			items: [{}, {}, {}],
			onError: 'continueErrorOutput',
		});
		expect(out.items).toHaveLength(2);
		expect(out.errorItems).toHaveLength(1);
		expect(JSON.stringify(out.errorItems)).toMatch(/the disk of your n8n instance is full/);
		const ids = [...out.items, ...out.errorItems].map(({ json }) =>
			String(json.id ?? (json.details as { id?: string }).id),
		);
		expect(ids.sort()).toEqual(testBed.simulator.jobs.map(({ id }) => id).sort());
	});

	it('should work again when there is space', async () => {
		onlyJson(await testBed.run(videoCreate({ download: true })));
	});
}

if (disk) describe('With a full disk', () => tests(disk));
else
	it('should run on Linux as root, so a full disk is NOT TESTED here', () =>
		expect(disk).toBeUndefined());
