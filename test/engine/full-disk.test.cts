import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { Container, core } from './harness/engine.cts';
import { videoCreate } from './parameters.cts';
import { onlyJson, studio } from './studio.cts';

const here = studio();
const MB = 1024 * 1024;
const folder = Container.get(core.BinaryDataConfig).localStoragePath;

/** Puts n8n's files on a disk of 2 MB. Needs the rights to mount one. */
function mountSmallDisk(): boolean {
	try {
		mkdirSync(folder, { recursive: true });
		execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', folder], { stdio: 'pipe' });
		return true;
	} catch (error) {
		process.stderr.write(
			`\nNOT TESTED: a full disk. This user may not mount one here (${String(error)}).\n\n`,
		);
		return false;
	}
}

const mounted = mountSmallDisk();
function tests(): void {
	const filler = path.join(folder, 'filler');
	afterEach(() => rmSync(filler, { force: true }));
	// Before the harness removes the folder.
	afterAll(() => void execFileSync('umount', ['-l', folder]));

	it.each([
		['from the start', 2 * MB, 1000],
		['in the middle of the download', 0, 5 * MB],
	])('%s, a video that was paid for is not lost', async (_when, taken, bytes) => {
		try {
			writeFileSync(filler, Buffer.alloc(taken));
		} catch {
			// It is as full as it can be.
		}
		here.simulator.outcomes.plan({ bytes });
		const out = await here.run(videoCreate({ download: true }));
		const [job] = here.simulator.jobs;
		expect(out.items).toEqual([]);
		expect(out.error?.message).toMatch(/^The video is made, but .*: the disk of this n8n is full/);
		expect(out.error?.description).toContain(job?.id);
		expect(here.creates()).toHaveLength(1);
		// Another try would fill nothing but time.
		expect(here.simulator.requests.filter(({ host }) => host === 'media')).toHaveLength(1);
	});

	it('the files that fit are kept, and the others named', async () => {
		// Last, so that it does not fill the disk while the others are being written.
		here.simulator.outcomes.plan({ bytes: 5 * MB, afterMs: 200_000 });
		const out = await here.run(videoCreate({ download: true }), {
			items: [{}, {}, {}],
			onError: 'continueErrorOutput',
		});
		expect(out.items).toHaveLength(2);
		expect(out.errorItems).toHaveLength(1);
		expect(JSON.stringify(out.errorItems)).toMatch(/the disk of this n8n is full/);
		const ids = [...out.items, ...out.errorItems].map(({ json }) =>
			String(json.id ?? (json.details as { id?: string }).id),
		);
		expect(ids.sort()).toEqual(here.simulator.jobs.map(({ id }) => id).sort());
	});

	it('all is well again when there is room', async () => {
		onlyJson(await here.run(videoCreate({ download: true })));
	});
}

if (mounted) describe('With a disk that is full', tests);
else it('A full disk is NOT TESTED on this machine', () => expect(mounted).toBe(false));
