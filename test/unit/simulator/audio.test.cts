import { request } from 'undici';
import { startSimulator, type Simulator } from '../../../simulator/simulator.cts';
import { SimulatorClient, startReceiver, waitUntil, type Json } from './simulator-client.cts';

const getRows = (json: Json) => json.data as Json[];

describe('Simulator music and speech', () => {
	let simulator: Simulator;
	let client: SimulatorClient;
	beforeAll(async () => {
		simulator = await startSimulator({ speed: 0 });
		client = new SimulatorClient(simulator);
	});
	beforeEach(() => simulator.reset());
	afterAll(async () => await simulator.stop());

	const VOICE = 'minimax_english_radiant_girl';
	const createSong = async (fields: object = {}) =>
		await client.create('music/create', { prompt: 'a slow waltz', ...fields }, 'audio_id');
	const createSpeech = async (fields: object = {}) =>
		await client.create(
			'speech/create',
			{ text: 'Good evening', voice_id: VOICE, ...fields },
			'audio_id',
		);

	it('should return a track by ID while it is running and when it is finished', async () => {
		const id = await createSong();
		expect(id).toMatch(/-music:\d+$/);
		const statuses = [];
		for (const wait of [0, 4000, 16_000]) {
			simulator.clock.advance(wait);
			const { json } = await client.send(`music/${id}`);
			statuses.push([json.audio_status, json.audio_status_name, json.audio_status_final]);
		}
		expect(statuses).toEqual([
			[5, 'QUEUED', false],
			[10, 'GENERATING', false],
			[1, 'COMPLETED', true],
		]);
		const { json } = await client.send(`music/${id}`);
		expect(json).toMatchObject({
			audio_id: id,
			status: 'finish',
			create_mode: 'music',
			provider: 'minimax',
			model: 'music-2.6',
			auto_lyrics: true,
			credits: 40,
			name: expect.stringMatching(/^PixVerse_Music_\d+\.mp3$/),
		});
		const response = await request(String(json.url));
		const bytes = Buffer.from(await response.body.arrayBuffer());
		expect(response.headers['content-type']).toBe('audio/mpeg');
		expect(bytes.toString('latin1', 0, 3)).toBe('ID3');
		const tagSize = 10 + bytes[8]! * 128 + bytes[9]!;
		// The first audio frame follows the tag.
		expect(bytes.readUInt16BE(tagSize) & 0xffe0).toBe(0xffe0);
		expect(bytes).toEqual(simulator.media.getBytes(id));
	});

	it('should include a code and a reason when a track fails', async () => {
		const id = await createSong({ prompt: '[failed]' });
		simulator.clock.advance(20_000);
		expect((await client.send(`music/${id}`)).json).toMatchObject({
			audio_status: 8,
			audio_status_name: 'FAILED',
			fail_code: 'music_generation_failed',
			fail_reason: expect.any(String),
			url: '',
		});
	});

	it('should charge speech by the length of its text', async () => {
		const id = await createSpeech({ language_code: 'en', text: 'x'.repeat(101) });
		simulator.clock.advance(3000);
		expect((await client.send(`speech/${id}`)).json).toMatchObject({
			audio_id: expect.stringMatching(/-speech:\d+$/),
			create_mode: 'voice',
			voice_id: VOICE,
			voice_name: 'Radiant Girl',
			language_code: 'en',
			credits: 3,
			name: expect.stringMatching(/^PixVerse_Speech_\d+\.mp3$/),
		});
	});

	it('should include speech in the music list, but not music in the speech list', async () => {
		const music = await createSong();
		const speech = await createSpeech();
		expect(getRows((await client.send('music/')).json).map((row) => row.audio_id)).toEqual([
			speech,
			music,
		]);
		const { json } = await client.send('speech/?limit=1');
		expect(getRows(json).map((row) => row.audio_id)).toEqual([speech]);
		expect(json).toMatchObject({ next_offset: 1, has_more: false });
		expect((await client.send('music?limit=1')).json).toMatchObject({ has_more: true });
	});

	it('should return 404 for a missing track, 400 for a malformed ID, and have no DELETE', async () => {
		const id = await createSong();
		expect((await client.send(`music/${id}1`)).json).toEqual({ error: `Music ${id}1 not found` });
		const other = id.replace('-music:', '-speech:');
		expect((await client.send(`speech/${other}`)).json).toEqual({
			error: `Speech ${other} not found`,
		});
		expect((await client.send(`music/${other}`)).status).toBe(400);
		expect((await client.send(`music/${encodeURIComponent(id)}`)).status).toBe(400);
		expect((await client.delete(`music/${id}`)).status).toBe(404);
	});

	it('should list music in the scheduler and send the object of GET in callbacks', async () => {
		const receiver = await startReceiver();
		try {
			const id = await createSong({ replyUrl: receiver.url, replyRef: 'song' });
			expect((await client.send('scheduler')).json).toMatchObject([{ id, type: 'music' }]);
			simulator.clock.advance(20_000);
			await waitUntil(() => receiver.bodies.length === 2);
			expect(receiver.bodies.at(-1)).toEqual({
				...(await client.send(`music/${id}`)).json,
				replyRef: 'song',
			});
		} finally {
			await receiver.close();
		}
	});

	it.each<[string, object]>([
		['lyrics', { lyrics: 'x'.repeat(3500) }],
		['an instrumental', { instrumental: true }],
		['lyrics that are not instrumental', { lyrics: 'x', instrumental: false }],
		['4000 characters for music-v1', { model: 'music-v1', prompt: 'x'.repeat(4000) }],
		['5000 for lyria', { model: 'lyria-3-pro-preview', prompt: 'x'.repeat(5000) }],
	])('should accept music with %s', async (_, fields) => {
		expect(await client.getError('music/create', { prompt: 'x', ...fields })).toEqual([200, '']);
	});

	it.each<[string, object, string]>([
		['no prompt', { prompt: undefined }, 'prompt'],
		['2001 characters for music-2.6', { prompt: 'x'.repeat(2001) }, 'prompt'],
		['an instrumental with lyrics', { instrumental: true, lyrics: 'x' }, 'lyrics'],
		['3501 characters of lyrics', { lyrics: 'x'.repeat(3501) }, 'lyrics'],
		['lyrics for lyria', { model: 'lyria-3-pro-preview', lyrics: 'x' }, 'lyrics'],
		['a model that only upstream has', { model: 'music-3.0' }, 'music-3.0'],
		['a duration', { duration: 60 }, 'duration'],
		['auto_lyrics', { auto_lyrics: true }, 'auto_lyrics'],
	])('should reject music with %s', async (_, fields, word) => {
		expect(await client.getError('music/create', { prompt: 'x', ...fields })).toEqual([
			400,
			expect.stringContaining(word),
		]);
	});

	it('should accept images for Lyria only', async () => {
		const image_path_1 = await client.upload();
		const fields = { prompt: 'x', image_path_1 };
		expect((await client.getError('music/create', fields))[1]).toContain('image_path_1');
		const lyria = { ...fields, model: 'lyria-3-pro-preview' };
		expect(await client.getError('music/create', lyria)).toEqual([200, '']);
	});

	it.each<[string, object]>([
		['settings of MiniMax', { speed: 2, volume: 0, pitch: -12, emotion: 'calm' }],
		[
			'settings of ElevenLabs',
			{ model: 'eleven-v3', voice_id: 'eleven_roger', speed: 1.2, stability: 0 },
		],
		[
			'style of the multilingual model',
			{
				model: 'eleven-multilingual-v2',
				voice_id: 'eleven_sarah',
				style: 1,
				use_speaker_boost: false,
			},
		],
		['10000 characters', { text: 'x'.repeat(10_000) }],
		[
			'40000 characters for turbo',
			{ model: 'eleven-turbo-v2.5', voice_id: 'eleven_roger', text: 'x'.repeat(40_000) },
		],
	])('should accept speech with %s', async (_, fields) => {
		expect(
			await client.getError('speech/create', { text: 'x', voice_id: VOICE, ...fields }),
		).toEqual([200, '']);
	});

	const ELEVEN = { model: 'eleven-v3', voice_id: 'eleven_roger' };
	it.each<[string, object, string]>([
		['no text', { text: undefined }, 'text'],
		['no voice', { voice_id: undefined }, 'voice_id'],
		['an unknown voice', { voice_id: 'nobody' }, 'voice_id'],
		['a voice of the other provider', { voice_id: 'eleven_roger' }, 'voice_id'],
		['a setting of the other provider', { stability: 0.5 }, 'stability'],
		['an emotion for ElevenLabs', { ...ELEVEN, emotion: 'happy' }, 'emotion'],
		['style for eleven-v3', { ...ELEVEN, style: 0.5 }, 'style'],
		['a language for eleven-v3', { ...ELEVEN, language_code: 'en' }, 'language_code'],
		['an unknown language', { language_code: 'xx' }, 'language_code'],
		['speed 2.1 of MiniMax', { speed: 2.1 }, 'speed'],
		['speed 0.6 of ElevenLabs', { ...ELEVEN, speed: 0.6 }, 'speed'],
		['pitch 13', { pitch: 13 }, 'pitch'],
		['half a pitch', { pitch: 0.5 }, 'pitch'],
		['volume 11', { volume: 11 }, 'volume'],
		['an unknown emotion', { emotion: 'bored' }, 'emotion'],
		['10001 characters', { text: 'x'.repeat(10_001) }, 'text'],
		['5001 for eleven-v3', { ...ELEVEN, text: 'x'.repeat(5001) }, 'text'],
		['a provider voice', { provider_voice_id: 'x' }, 'provider_voice_id'],
	])('should reject speech with %s', async (_, fields, word) => {
		expect(
			await client.getError('speech/create', { text: 'x', voice_id: VOICE, ...fields }),
		).toEqual([400, expect.stringContaining(word)]);
	});

	it('should list models by provider, and voices by model and language', async () => {
		const models = (await client.send('speech/models?email=studio@example.com')).json;
		expect(models.default_model).toBe('speech-2.8-hd');
		expect(models.provider_groups).toMatchObject([
			{ provider: 'minimax', models: [{ max_characters: 10_000 }, {}] },
			{ provider: 'elevenlabs', models: [{}, {}, {}] },
		]);
		const voices = async (query: string) =>
			((await client.send(`speech/voices?${query}`)).json as { items: Json[] }).items;
		const english = await voices('model=speech-2.8-hd&language=en');
		expect(english.map((each) => each.voice_id)).toContain(VOICE);
		expect(english).toHaveLength(3);
		expect(english[0]).toEqual({
			voice_id: VOICE,
			display_name: 'Radiant Girl',
			gender: 'female',
			age: 'young',
			accent: 'english',
			recommended_languages: ['en'],
			preview_url: expect.stringMatching(/^https:/),
			compatible_models: ['speech-2.8-hd', 'speech-2.8-turbo'],
		});
		expect((await voices('')).map((each) => each.voice_id)).not.toContain('eleven_roger');
		expect((await voices('model=eleven-v3')).map((each) => each.voice_id)).toEqual([
			'eleven_roger',
			'eleven_sarah',
			'eleven_river',
		]);
		simulator.accounts.add({ email: 'second@example.com' });
		expect((await client.send('speech/models')).status).toBe(400);
	});
});
