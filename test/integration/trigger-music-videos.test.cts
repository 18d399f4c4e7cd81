import { MINUTE } from '../../nodes/shared/time';
import { createTriggerTestBed, ids } from './trigger-test-bed.cts';

const { testBed, createWorkflow, create, createVideo, advance } = createTriggerTestBed();
const SONG = 'library/song/harbor_lights.mp3';
const createMusicVideo = async () =>
	(await create('music-video/create', { audio_path: SONG }))[0] as string;
const both = { kinds: ['video', 'musicVideo'], outcome: 'both' };

describe('Trigger that watches videos and music videos', () => {
	const cases = [true, false].flatMap((musicVideosInVideoList) =>
		(['started', 'finished'] as const).flatMap((musicVideoIdFrom) =>
			(['video', 'files', 'videoRecord'] as const).map((musicVideoFileIn) => ({
				musicVideosInVideoList,
				musicVideoIdFrom,
				musicVideoFileIn,
			})),
		),
	);

	it.each(cases)('should emit each once with %j', async (switches) => {
		testBed.simulator.faults.setSwitches(switches);
		const earlier = await createMusicVideo();
		testBed.simulator.lifecycle.finishById(earlier);
		const workflow = createWorkflow(both);
		await workflow.activate();
		const musicVideo = await createMusicVideo();
		testBed.simulator.plannedResults.add({ endpoint: 'music-video/create', status: 'FAILED' });
		const failed = await createMusicVideo();
		const video = await createVideo();
		const items = [];
		for (let minute = 0; minute < 30; minute += 2) {
			advance(2 * MINUTE);
			items.push(...(await workflow.poll()));
		}
		// A failed one has no ID at all if PixVerse shows IDs of finished ones only.
		const isFailedKnown =
			switches.musicVideosInVideoList || switches.musicVideoIdFrom === 'started';
		const expected = [...(isFailedKnown ? [failed] : []), musicVideo, video];
		expect(ids(items).sort()).toEqual(expected.sort());
		const kinds = Object.fromEntries(items.map(({ json }) => [json.id, json.kind]));
		expect(kinds[video]).toBe('video');
		// Until the list of music videos contains its ID, it looks like a video.
		if (!switches.musicVideosInVideoList || switches.musicVideoIdFrom === 'started')
			expect(kinds[musicVideo]).toBe('musicVideo');
		expect(items.find(({ json }) => json.id === musicVideo)?.json).toMatchObject({
			status: 'COMPLETED',
			url: testBed.simulator.media.getUrl(
				testBed.simulator.jobs.find(({ id }) => id === musicVideo)!,
			),
		});
	});

	it('should emit music videos as videos if only videos are watched and PixVerse lists them there', async () => {
		testBed.simulator.faults.setSwitches({ musicVideosInVideoList: true });
		const workflow = createWorkflow({ kinds: ['video'] });
		await workflow.activate();
		const musicVideo = await createMusicVideo();
		advance(30 * MINUTE);
		expect(ids(await workflow.poll())).toEqual([musicVideo]);
		expect(await workflow.poll()).toEqual([]);
	});
});
