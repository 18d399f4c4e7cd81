import { fromBinary, fromList } from '../../parameters.cts';
import { type Endpoint, type Parameter, parameter } from './endpoint.cts';

const file = fromBinary();

const email: Parameter = parameter('email', 'string', 'account', fromList('{account}'), {
	location: 'query',
	sent: '{account}',
	rejected: [{ value: 'nobody@example.com', status: 404 }],
});

/** The pages of a list. The node reads all pages itself. */
const paging: Parameter[] = [
	parameter('limit', 'integer', 'limit', 7, {
		location: 'query',
		sent: '7',
		rejected: ['0', '-3'],
	}),
	parameter('offset', 'integer', 'returnAll', true, {
		location: 'query',
		sent: '0',
		rejected: ['-1'],
	}),
];

/** The ID in a path: not encoded, of the right type, of an existing generation. */
const id = (kind: string, field: string): Parameter =>
	parameter(
		`${kind === 'music' || kind === 'speech' ? 'audio' : kind}_id`,
		'string',
		field,
		`{${kind}Id}`,
		{
			location: 'path',
			required: true,
			rejected: [
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

const accountInPath: Parameter = parameter('email', 'string', 'account', fromList('{account}'), {
	location: 'path',
	sent: '{account}',
	required: true,
	rejected: [{ value: 'nobody@example.com', status: 404 }],
});

/** Every endpoint that reads, deletes, or configures. */
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
		base: { account: fromList('{account}') },
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
				rejected: ['other@example.com'],
			}),
			parameter('password', 'string', 'password', 'open sesame', {
				required: true,
				rejected: [{ value: 'wrong', status: 401 }],
			}),
			parameter('maxJobs', 'integer', 'maxJobs', 8, { required: true, rejected: [0, 9] }),
			parameter('token', 'string', 'options.token', 'eyJ.session.token'),
		],
	},
	{
		call: 'DELETE accounts/{email}',
		since: 'overview',
		operations: ['account.delete'],
		base: { account: fromList('{account}') },
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
				location: 'header',
				required: true,
				sent: 'image/png',
				rejected: ['application/pdf'],
			}),
			parameter('body', 'string', 'file', file, {
				location: 'bytes',
				required: true,
				rejected: [''],
			}),
		],
	},
	list('GET images', 'overview', ['image.getAll'], paging),
	byId('GET images/{image_id}', 'overview', 'image', ['image.get', 'image.wait', 'image.download']),
	byId('DELETE images/{image_id}', 'overview', 'image', ['image.delete']),
	list('GET videos', 'overview', ['video.getAll'], paging),
	byId('GET videos/{video_id}', 'overview', 'video', ['video.get', 'video.wait', 'video.download']),
	byId('DELETE videos/{video_id}', 'overview', 'video', ['video.delete', 'musicVideo.delete']),
	list('GET music-video', '2026-11-10', ['musicVideo.getAll'], paging),
	{
		call: 'GET music-video/{video_id}',
		since: '2026-11-10',
		operations: ['musicVideo.get', 'musicVideo.wait', 'musicVideo.download'],
		base: { videoId: '{musicVideoId}' },
		parameters: [
			{ ...id('video', 'videoId'), set: { videoId: '{musicVideoId}' }, sent: '{musicVideoId}' },
		],
	},
	list(
		'GET music-video/library',
		'2026-11-10',
		['musicVideo.getLibrary'],
		[parameter('type', 'string', 'type', 'styles', { location: 'query', rejected: ['voices'] })],
	),
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
			parameter('model', 'string', 'model', fromList('eleven-v3'), {
				location: 'query',
				sent: 'eleven-v3',
				rejected: ['no-such-model'],
			}),
			// For an unknown language, the list is empty.
			parameter('language', 'string', 'languageCode', fromList('de'), {
				location: 'query',
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
				location: 'path',
				required: true,
				rejected: [
					{ value: '{encoded}', status: 400 },
					{ value: 'user:1234-pixverse:{account}-image:7', status: 404 },
				],
			}),
		],
	},
];
