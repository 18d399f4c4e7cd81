import { videoCreate } from './parameters.cts';
import { type SmallDisk, mountSmallDisk } from './small-disk.cts';
import { onlyJson, createTestBed } from './test-bed.cts';

const testBed = createTestBed();
const MB = 1024 * 1024;
const disk = mountSmallDisk(2);

function describeFullDisk({ fill, freeSpace, unmount }: SmallDisk): void {
	afterEach(freeSpace);
	// Before the harness removes the folder.
	afterAll(unmount);

	it.each([
		['from the start', 2 * MB, 1000],
		['in the middle of the download', 0, 5 * MB],
	])('should not lose a paid video: %s', async (_when, occupiedBytes, bytes) => {
		fill(occupiedBytes);
		testBed.simulator.plannedResults.add({ bytes });
		const out = await testBed.run(videoCreate({ download: true }));
		const [job] = testBed.simulator.jobs;
		expect(out.items).toEqual([]);
		expect(out.error?.message).toMatch(
			/^The video is finished, but .*: the disk of your n8n instance is full/,
		);
		expect(out.error?.description).toContain(job?.id);
		expect(testBed.creates()).toHaveLength(1);
		// Another download would fail too.
		expect(testBed.simulator.requests.filter(({ host }) => host === 'media')).toHaveLength(1);
	});

	it('should keep the files that fit and name the others', async () => {
		// Finishes last, so that it doesn't fill the disk while the others are written.
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

if (disk) describe('With a full disk', () => describeFullDisk(disk));
else
	it('should be NOT TESTED without Linux and root, which can mount a disk', () =>
		expect(disk).toBeUndefined());
