import {
	type Endpoint,
	type Parameter,
	chosen,
	model,
	numbered,
	parameter,
	seed,
	shared,
} from './shape.cts';

const file = { __rl: true, mode: 'binary', value: 'data' };

/** Every endpoint that makes an image, music or speech. */
export const otherCreates: readonly Endpoint[] = [
	{
		call: 'POST images/create',
		since: 'overview',
		operations: ['image.create'],
		base: { prompt: 'a red bicycle' },
		parameters: [
			parameter('prompt', 'string', 'prompt', 'a blue bicycle', { required: true, refused: [''] }),
			model('nano-banana-2'),
			parameter('quality', 'string', 'quality', '1080p', { refused: ['2160p'] }),
			parameter('aspect_ratio', 'string', 'aspectRatio', '21:9', { refused: ['auto', '2:1'] }),
			parameter('detail_level', 'string', 'detailLevel', 'low', {
				with: { model: chosen('gpt-image-2.0') },
				refused: ['xhigh'],
			}),
			parameter('create_count', 'integer', 'options.createCount', 4, { refused: [0, 5] }),
			seed(),
			...numbered('image_path_#', [1, 14], 'referenceImages', '{image}', {
				with: { model: chosen('nano-banana-2-lite') },
				refused: ['{video}'],
			}),
			...shared(),
		],
	},
	{
		call: 'POST music/create',
		since: '2026-06-24',
		operations: ['music.create'],
		base: { prompt: 'warm lo-fi' },
		parameters: [
			parameter('prompt', 'string', 'prompt', 'slow jazz', {
				required: true,
				refused: ['', 'x'.repeat(2001)],
			}),
			model('music-v1'),
			parameter('instrumental', 'boolean', 'instrumental', true),
			parameter('lyrics', 'string', 'lyrics', 'Rain on the window', {
				refused: ['x'.repeat(3501)],
			}),
			...numbered('image_path_#', [1, 10], 'referenceImages', '{image}', {
				with: { model: chosen('lyria-3-pro-preview') },
				refused: ['{video}'],
			}),
			...shared(),
		],
	},
	{
		call: 'POST speech/create',
		since: '2026-06-25',
		operations: ['speech.create'],
		base: { text: 'Good morning', voiceId: chosen('minimax_english_radiant_girl') },
		parameters: [
			parameter('text', 'string', 'text', 'Good evening', {
				required: true,
				refused: ['', 'x'.repeat(10_001)],
			}),
			parameter('voice_id', 'string', 'voiceId', chosen('minimax_english_calm_narrator'), {
				sent: 'minimax_english_calm_narrator',
				required: true,
				refused: ['eleven_roger'],
			}),
			model('speech-2.8-turbo'),
			parameter('language_code', 'string', 'languageCode', chosen('de'), {
				sent: 'de',
				refused: ['xx'],
			}),
			...ofMiniMax('speed', 'number', 1.5, [0.4, 2.1]),
			...ofMiniMax('volume', 'number', 2.5, [-1, 10.1]),
			...ofMiniMax('pitch', 'integer', -12, [-13, 13]),
			...ofMiniMax('emotion', 'string', 'calm', ['bored']),
			...ofElevenLabs('stability', 'number', 0.3, [-0.1, 1.1]),
			...ofElevenLabs('similarity_boost', 'number', 0.4, [-0.1, 1.1]),
			...ofElevenLabs('style', 'number', 0.2, [-0.1, 1.1]),
			...ofElevenLabs('use_speaker_boost', 'boolean', false, []),
			...shared(),
		],
	},
];

function ofMiniMax(
	name: string,
	type: 'number' | 'integer' | 'string',
	sample: unknown,
	refused: unknown[],
): Parameter[] {
	return [parameter(name, type, `options.${name}`, sample, { refused })];
}

function ofElevenLabs(
	name: string,
	type: 'number' | 'boolean',
	sample: unknown,
	refused: unknown[],
): Parameter[] {
	const field = name.replace(/_[a-z]/g, (part) => (part[1] ?? '').toUpperCase());
	const others = { model: chosen('eleven-multilingual-v2'), voiceId: chosen('eleven_roger') };
	return [parameter(name, type, `options.${field}`, sample, { with: others, refused })];
}

const email: Parameter = parameter('email', 'string', 'account', chosen('{account}'), {
	place: 'query',
	sent: '{account}',
	refused: [{ value: 'nobody@example.com', status: 404 }],
});

/** How a list is paged. The node reads on by itself. */
const paging: Parameter[] = [
	parameter('limit', 'integer', 'limit', 7, { place: 'query', sent: '7', refused: ['0', '-3'] }),
	parameter('offset', 'integer', 'returnAll', true, { place: 'query', sent: '0', refused: ['-1'] }),
];

/** The ID in a path: raw, of the right kind, of something that exists. */
const id = (kind: string, field: string): Parameter =>
	parameter(
		`${kind === 'music' || kind === 'speech' ? 'audio' : kind}_id`,
		'string',
		field,
		`{${kind}Id}`,
		{
			place: 'path',
			required: true,
			refused: [
				{ value: '{encoded}', status: 400 },
				{ value: `user:1234-pixverse:{account}-${kind}:7`, status: 404 },
			],
		},
	);

const list = (
	call: string,
	since: string,
	operations: string[],
	more: Parameter[] = [],
): Endpoint => ({
	call,
	since,
	operations,
	base: {},
	parameters: [email, ...more],
});

const byId = (call: string, since: string, kind: string, operations: string[]): Endpoint => ({
	call,
	since,
	operations,
	base: { [`${kind}Id`]: `{${kind}Id}` },
	parameters: [id(kind, `${kind}Id`)],
});

const accountInPath: Parameter = parameter('email', 'string', 'account', chosen('{account}'), {
	place: 'path',
	sent: '{account}',
	required: true,
	refused: [{ value: 'nobody@example.com', status: 404 }],
});

/** Every endpoint that reads, deletes or configures. */
export const calls: readonly Endpoint[] = [
	{
		call: 'GET accounts',
		since: 'overview',
		operations: ['account.getAll'],
		base: {},
		parameters: [],
	},
	{
		call: 'GET accounts/{email}',
		since: 'overview',
		operations: ['account.get'],
		base: { account: chosen('{account}') },
		parameters: [accountInPath],
	},
	{
		call: 'POST accounts/{email}',
		since: 'overview',
		operations: ['account.upsert'],
		base: { email: 'new@example.com', password: 'sesame', maxJobs: 3 },
		parameters: [
			parameter('email', 'string', 'email', 'new@example.com', {
				required: true,
				refused: ['other@example.com'],
			}),
			parameter('password', 'string', 'password', 'open sesame', {
				required: true,
				refused: [{ value: 'wrong', status: 401 }],
			}),
			parameter('maxJobs', 'integer', 'maxJobs', 8, { required: true, refused: [0, 9] }),
			parameter('token', 'string', 'options.token', 'eyJ.session.token'),
		],
	},
	{
		call: 'DELETE accounts/{email}',
		since: 'overview',
		operations: ['account.delete'],
		base: { account: chosen('{account}') },
		parameters: [accountInPath],
	},
	list('GET features', 'overview', ['account.getFeatures']),
	{
		call: 'POST files',
		since: 'overview',
		operations: ['file.upload'],
		base: { file },
		parameters: [
			email,
			parameter('Content-Type', 'string', 'file', file, {
				place: 'header',
				required: true,
				sent: 'image/png',
				refused: ['application/pdf'],
			}),
			parameter('body', 'string', 'file', file, { place: 'bytes', required: true, refused: [''] }),
		],
	},
	list('GET images', 'overview', ['image.getAll'], paging),
	byId('GET images/{image_id}', 'overview', 'image', ['image.get', 'image.wait', 'image.download']),
	byId('DELETE images/{image_id}', 'overview', 'image', ['image.delete']),
	list('GET videos', 'overview', ['video.getAll'], paging),
	byId('GET videos/{video_id}', 'overview', 'video', ['video.get', 'video.wait', 'video.download']),
	byId('DELETE videos/{video_id}', 'overview', 'video', ['video.delete']),
	list('GET videos/voices', 'overview', ['video.getVoices']),
	list('GET videos/effects', 'overview', ['video.getEffects']),
	list('GET videos/restyles', 'Postman 2026-06-24', ['video.getRestyles']),
	list(
		'GET music',
		'2026-06-24',
		['music.getAll'],
		[
			// Speech is in the list as well, so pages are read whole.
			...paging.map((row) => (row.name === 'limit' ? { ...row, sent: '50' } : row)),
		],
	),
	byId('GET music/{audio_id}', '2026-06-24', 'music', [
		'music.get',
		'music.wait',
		'music.download',
	]),
	list('GET speech', '2026-06-25', ['speech.getAll'], paging),
	byId('GET speech/{audio_id}', '2026-06-25', 'speech', [
		'speech.get',
		'speech.wait',
		'speech.download',
	]),
	list('GET speech/models', '2026-06-25', ['speech.getModels']),
	list(
		'GET speech/voices',
		'2026-06-25',
		['speech.getVoices'],
		[
			parameter('model', 'string', 'model', chosen('eleven-v3'), {
				place: 'query',
				sent: 'eleven-v3',
				refused: ['no-such-model'],
			}),
			// A language nobody speaks is an empty list.
			parameter('language', 'string', 'languageCode', chosen('de'), {
				place: 'query',
				sent: 'de',
				unchecked: true,
			}),
		],
	),
	{
		call: 'GET scheduler',
		since: 'overview',
		operations: ['scheduler.getAll'],
		base: {},
		parameters: [],
	},
	{
		call: 'GET scheduler/available',
		since: 'overview',
		operations: ['scheduler.getAvailable'],
		base: {},
		parameters: [],
	},
	{
		call: 'DELETE scheduler/{id}',
		since: 'overview',
		operations: ['scheduler.cancel'],
		base: { jobId: '{imageId}' },
		parameters: [
			parameter('id', 'string', 'jobId', '{imageId}', {
				place: 'path',
				required: true,
				refused: [
					{ value: '{encoded}', status: 400 },
					{ value: 'user:1234-pixverse:{account}-image:7', status: 404 },
				],
			}),
		],
	},
];
