import { startSimulator, type Simulator } from '../../../simulator/simulator.cts';
import { SimulatorClient, type Json } from './simulator-client.cts';

const getRows = (json: Json) => json.data as Json[];

describe('Simulator video jobs', () => {
	let simulator: Simulator;
	let client: SimulatorClient;
	beforeAll(async () => {
		simulator = await startSimulator({ speed: 0 });
		client = new SimulatorClient(simulator);
	});
	beforeEach(() => simulator.reset());
	afterAll(async () => await simulator.stop());

	it('should return an ID with the user, account, kind, and number', async () => {
		expect(await client.createVideo()).toMatch(
			/^user:1234-pixverse:studio@example\.com-video:\d{15}$/,
		);
	});

	it('should return 404 while a video is running and the object afterward', async () => {
		const id = await client.createVideo({
			duration: 8,
			quality: '1080p',
			aspect_ratio: '9:16',
			seed: 7,
		});
		expect((await client.send(`videos/${id}`)).status).toBe(404);
		simulator.clock.advance(23_999);
		expect((await client.send(`videos/${id}`)).status).toBe(404);
		simulator.clock.advance(1);
		const { status, json } = await client.send(`videos/${id}`);
		expect(status).toBe(200);
		expect(json).toMatchObject({
			video_id: id,
			video_status: 1,
			video_status_name: 'COMPLETED',
			video_status_final: true,
			output_width: 1080,
			output_height: 1920,
			prompt: 'a lighthouse',
			model: 'v6',
			quality: '1080p',
			aspect_ratio: '9:16',
			duration: 8,
			seed: 7,
		});
		expect(json.url).toMatch(/^http:.*\.mp4$/);
	});

	it('should list running videos: QUEUED is marked as final, GENERATING has a URL', async () => {
		await client.createVideo();
		const queued = getRows((await client.send('videos')).json)[0];
		expect(queued).toMatchObject({ video_status: 5, video_status_name: 'QUEUED', url: '' });
		expect(queued!.video_status_final).toBe(true);
		simulator.clock.advance(6000);
		const working = getRows((await client.send('videos')).json)[0]!;
		expect(working).toMatchObject({ video_status: 10, video_status_final: false, output_width: 0 });
		expect(working.url).toMatch(/\.mp4$/);
	});

	it.each([
		['[moderated]', 7, 'MODERATED'],
		['[failed]', 8, 'FAILED'],
	])('should end with %s in the prompt as status %d', async (marker, code, name) => {
		const id = await client.createVideo({ prompt: `a lighthouse ${marker}` });
		simulator.clock.advance(24_000);
		expect((await client.send(`videos/${id}`)).json).toMatchObject({
			video_status: code,
			video_status_name: name,
			video_status_final: true,
			url: '',
		});
	});

	it('should reject [rejected] with 422 and charge nothing', async () => {
		expect((await client.post('videos/create', { prompt: 'x [rejected]' })).status).toBe(422);
		expect(simulator.jobs).toHaveLength(0);
		expect((await client.send('features')).json.credit_monthly).toBe(100_000);
	});

	it('should take as long as the prompt, a plan, or the mode specifies', async () => {
		const slow = await client.createVideo({ prompt: 'x [takes 90s]' });
		simulator.plannedResults.add({ afterMs: 1000, status: 'FAILED' });
		const planned = await client.createVideo();
		const offPeak = await client.createVideo({ off_peak_mode: true });
		simulator.clock.advance(1000);
		expect((await client.send(`videos/${planned}`)).json.video_status).toBe(8);
		simulator.clock.advance(88_000);
		expect((await client.send(`videos/${slow}`)).status).toBe(404);
		simulator.clock.advance(1000);
		expect((await client.send(`videos/${slow}`)).status).toBe(200);
		expect((await client.send(`videos/${offPeak}`)).status).toBe(404);
		simulator.clock.advance(4 * 3_600_000);
		expect((await client.send(`videos/${offPeak}`)).status).toBe(200);
	});

	it('should plan the result of one job, or with a count of 0 of all', async () => {
		const finish = async () => {
			const id = await client.createVideo();
			simulator.clock.advance(60_000);
			return (await client.send(`videos/${id}`)).json.video_status;
		};
		simulator.plannedResults.add({ status: 'FAILED' });
		expect([await finish(), await finish()]).toEqual([8, 1]);
		simulator.plannedResults.add({ status: 'MODERATED', count: 0 });
		expect([await finish(), await finish(), await finish()]).toEqual([7, 7, 7]);
	});

	it('should finish on its own when the clock runs', async () => {
		const running = await startSimulator({ speed: 1000 });
		try {
			const id = await new SimulatorClient(running).createVideo();
			const deadline = Date.now() + 3000;
			while (running.jobs[0]!.status !== 'COMPLETED' && Date.now() < deadline) {
				await new Promise((resolve) => setTimeout(resolve, 5));
			}
			expect((await new SimulatorClient(running).send(`videos/${id}`)).status).toBe(200);
		} finally {
			await running.stop();
		}
	});

	it('should return 200 for running videos and QUEUED as not final when the switches are on', async () => {
		simulator.faults.setSwitches({ runningVideo: 200, queuedIsFinal: false });
		const id = await client.createVideo();
		expect((await client.send(`videos/${id}`)).json).toMatchObject({
			video_status_name: 'QUEUED',
			video_status_final: false,
		});
	});

	it.each([
		['an encoded ID', (id: string) => encodeURIComponent(id)],
		['an encoded colon', (id: string) => id.replace(':', '%3A')],
		['an encoded at sign', (id: string) => id.replace('@', '%40')],
		['a bare number', () => '351000000000001'],
		['the ID of a speech', (id: string) => id.replace('-video:', '-speech:')],
	])('should return 400 for %s', async (_, corrupt) => {
		const id = await client.createVideo();
		simulator.clock.advance(24_000);
		expect((await client.send(`videos/${id}`)).status).toBe(200);
		const response = await client.send(`videos/${corrupt(id)}`);
		expect([response.status, response.json.code]).toEqual([400, 400]);
		expect((await client.delete(`videos/${corrupt(id)}`)).status).toBe(400);
		expect((await client.delete(`scheduler/${encodeURIComponent(id)}`)).status).toBe(400);
	});

	it('should return 404 for an unknown ID and an unknown account', async () => {
		const id = await client.createVideo();
		expect((await client.send(`videos/${id}0`)).status).toBe(404);
		expect((await client.send(`videos/${id.replace('studio', 'nobody')}`)).status).toBe(404);
	});

	it('should keep a plus sign in a raw ID', async () => {
		simulator.accounts.clear();
		simulator.accounts.add({ email: 'me+studio@example.com' });
		const id = await client.createVideo();
		simulator.clock.advance(24_000);
		expect((await client.send(`videos/${id}`)).status).toBe(200);
	});

	it('should accept a trailing slash on lists, creates, and IDs', async () => {
		expect((await client.send('videos/?limit=1')).status).toBe(200);
		expect((await client.post('videos/create/', { prompt: 'x' })).status).toBe(200);
		expect((await client.post('videos/create-v4', { prompt: 'x' })).status).toBe(200);
		simulator.clock.advance(24_000);
		expect((await client.send(`videos/${simulator.jobs[0]!.id}/`)).status).toBe(200);
		expect((await client.send('scheduler/available/')).status).toBe(200);
	});

	it('should delete a video permanently', async () => {
		const id = await client.createVideo();
		simulator.clock.advance(24_000);
		expect((await client.delete(`videos/${id}`)).json).toEqual({ video_id: id, deleted: true });
		expect((await client.send(`videos/${id}`)).status).toBe(404);
		expect((await client.delete(`videos/${id}`)).status).toBe(404);
		expect(getRows((await client.send('videos')).json)).toHaveLength(0);
		simulator.faults.setSwitches({ deleteResponses: { videos: 'empty' } });
		expect((await client.delete(`videos/${await client.createVideo()}`)).status).toBe(204);
	});

	it('should list 40 videos per page, newest first', async () => {
		simulator.seedVideos(95);
		const newest = await client.createVideo();
		const pages = await Promise.all(
			[0, 40, 80, 96].map(async (offset) =>
				getRows((await client.send(`videos?offset=${offset}`)).json),
			),
		);
		expect(pages.map((rows) => rows.length)).toEqual([40, 40, 16, 0]);
		const ids = pages.flat().map((row) => row.video_id);
		expect(new Set(ids).size).toBe(96);
		expect(ids[0]).toBe(newest);
		const times = pages.flat().map((row) => String(row.created_at));
		expect(times).toEqual([...times].sort().reverse());
		expect(getRows((await client.send('videos?limit=3&offset=1')).json)).toHaveLength(3);
		expect((await client.send('videos?limit=0')).status).toBe(400);
		expect((await client.send('videos?offset=-1')).status).toBe(400);
	});

	it('should list only the videos of the requested account', async () => {
		simulator.accounts.add({ email: 'second@example.com' });
		const id = await client.createVideo({ email: 'second@example.com' });
		const rows = getRows((await client.send('videos?email=second@example.com')).json);
		expect(rows.map((row) => row.video_id)).toEqual([id]);
		expect(getRows((await client.send('videos?email=studio@example.com')).json)).toEqual([]);
	});

	it('should return a JSON 404 for an unknown path', async () => {
		expect((await client.send('nothing')).json).toEqual({ error: 'Not found', code: 404 });
		expect((await client.post('videos/nothing', {})).status).toBe(404);
	});
});
