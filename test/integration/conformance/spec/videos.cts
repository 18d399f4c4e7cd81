import {
	type Endpoint,
	chosen,
	files,
	flag,
	model,
	numbered,
	offPeak,
	parameter,
	path,
	preview,
	seed,
	shared,
} from './shape.cts';

/** The older ways to sound. */
const addedSound = [
	flag('auto_sound', 'autoSound'),
	parameter('sound_effect_prompt', 'string', 'options.soundEffectPrompt', 'waves'),
	parameter('lip_sync_tts_prompt', 'string', 'options.lipSyncTtsPrompt', 'Hello'),
	parameter('lip_sync_tts_speaker_id', 'string or number', 'options.lipSyncTtsSpeakerId', 'Auto', {
		with: { options: { lipSyncTtsPrompt: 'Hello' } },
	}),
];

const relax = flag('relax_mode', 'relaxMode');

const prompt = (required = false) =>
	parameter('prompt', 'string', 'prompt', 'a lighthouse at dusk', {
		required,
		refused: ['x'.repeat(5001)],
	});

const source = (id: string) => ({ __rl: true, mode: 'id', value: id });
/** A video made with PixVerse, or an uploaded one. */
const sources = [
	parameter('video_id', 'string', 'sourceVideo', source('{videoId}'), {
		sent: '{videoId}',
		refused: ['video:7', { value: 'user:1234-pixverse:{account}-video:7', status: 404 }],
	}),
	parameter('video_path', 'upload', 'sourceVideo', path('{video}'), {
		sent: '{video}',
		refused: ['{image}'],
	}),
];

/** A call that works on a video by ID is made by the account of that ID. */
const sharedBySource = shared({ sourceVideo: path('{video}') });

/** An effect of the documentation that takes up to five images. */
const EFFECT = '384628677917440';
const ofEffect = {
	operation: 'video.createFromEffect',
	base: { templateId: chosen(EFFECT), images: files(2, '{image}') },
};

const segments = Array.from({ length: 6 }, (_, index) => [index + 1, index + 2] as const);
const frameWith = (place: number, more: object) => ({
	entries: Array.from({ length: place + 1 }, (_, index) => ({
		file: path('{image}'),
		...(index === place - 1 ? more : {}),
	})),
});

/** Every endpoint that makes a video, with every parameter. */
export const videoCreates: readonly Endpoint[] = [
	{
		call: 'POST videos/create',
		since: 'overview',
		operations: ['video.create', 'video.createFromEffect'],
		base: { prompt: 'a lighthouse' },
		parameters: [
			model('v5.6'),
			prompt(),
			parameter('first_frame_path', 'upload', 'firstFrame', path('{image}'), {
				sent: '{image}',
				refused: ['{video}'],
			}),
			parameter('last_frame_path', 'upload', 'options.lastFrame', path('{image}'), {
				sent: '{image}',
				with: { firstFrame: path('{image}') },
				refused: ['{audio}'],
			}),
			...numbered('frame_#_path', [1, 5], 'images', '{image}', (place) => ({
				...ofEffect,
				refused: ['{video}'],
				// Fewer than two do not make this effect.
				...(place === 1 ? { base: { templateId: chosen('308621408717184') } } : {}),
			})),
			parameter('template_id', 'integer', 'templateId', chosen('326733946317888'), {
				...ofEffect,
				sent: 326733946317888,
				refused: [7],
			}),
			parameter('duration', 'integer', 'duration', 7, { refused: [0, 16] }),
			parameter('quality', 'string', 'quality', '1080p', { refused: ['768p'] }),
			parameter('aspect_ratio', 'string', 'aspectRatio', '9:16', { refused: ['5:4'] }),
			flag('audio', 'audio'),
			flag('multi_shot', 'multiShot'),
			preview,
			offPeak,
			relax,
			seed({ refused: [0, 2_147_483_648] }),
			...addedSound,
			...shared(),
		],
	},
	{
		call: 'POST videos/create-frames',
		since: 'overview',
		operations: ['video.createFromFrames'],
		base: { firstFrame: path('{image}'), lastFrame: path('{image}') },
		parameters: [
			model('v6'),
			...(['first', 'last'] as const).map((which) =>
				parameter(`${which}_frame_path`, 'upload', `${which}Frame`, path('{image}'), {
					sent: '{image}',
					required: true,
					refused: ['{video}'],
				}),
			),
			prompt(),
			parameter('quality', 'string', 'quality', '360p', { refused: ['768p'] }),
			parameter('duration', 'integer', 'duration', 8, { refused: [0, 11] }),
			seed({ refused: [0, 2_147_483_648] }),
			flag('audio', 'audio'),
			preview,
			offPeak,
			relax,
			...addedSound,
			...shared(),
		],
	},
	{
		call: 'POST videos/create-transition',
		since: 'overview',
		operations: ['video.createTransition'],
		base: { frames: files(2, '{image}') },
		parameters: [
			model('v5.5'),
			...numbered('frame_#_path', [1, 2], 'frames', '{image}', {
				required: true,
				refused: ['{video}'],
			}).map((row) => ({ ...row, set: { frames: files(2, '{image}') } })),
			...numbered('frame_#_path', [3, 7], 'frames', '{image}', { refused: ['{video}'] }),
			...segments.flatMap(([from, to]) => [
				parameter(`duration_${from}_to_${to}`, 'integer', 'frames.duration', undefined, {
					set: { frames: frameWith(from, { duration: 4 }) },
					sent: 4,
					refused: [0],
				}),
				parameter(`prompt_${from}_to_${to}`, 'string', 'frames.prompt', undefined, {
					set: { frames: frameWith(from, { prompt: 'it opens' }) },
					sent: 'it opens',
				}),
			]),
			parameter('quality', 'string', 'quality', '1080p', { refused: ['768p'] }),
			seed({ refused: [0, 2_147_483_648] }),
			// The model that makes sound of its own here is v5.5 or v5.6.
			flag('audio', 'audio', { with: { model: chosen('v5.5') } }),
			preview,
			offPeak,
			relax,
			...addedSound,
			...shared(),
		],
	},
	{
		call: 'POST videos/create-fusion',
		since: 'overview',
		operations: ['video.createFusion'],
		base: { prompt: 'the cat of @image1', images: files(1, '{image}') },
		parameters: [
			model('kling-o3'),
			prompt(true),
			...numbered('frame_#_path', [1, 9], 'images', '{image}', (place) => ({
				required: place === 1,
				with: { model: chosen('seedance-2.0') },
				refused: ['{video}'],
			})),
			...numbered('video_#_path', [1, 3], 'videos', '{video}', {
				with: { model: chosen('seedance-2.0') },
				refused: ['{image}'],
			}),
			...numbered('audio_#_path', [1, 3], 'audios', '{audio}', {
				with: { model: chosen('seedance-2.0') },
				refused: ['{image}'],
			}),
			parameter('quality', 'string', 'quality', '1080p', { refused: ['768p'] }),
			parameter('duration', 'integer', 'duration', 8, { refused: [0, 16] }),
			parameter('aspect_ratio', 'string', 'aspectRatio', '4:3', { refused: ['5:4'] }),
			seed({ refused: [0, 2_147_483_648] }),
			offPeak,
			relax,
			flag('audio', 'audio'),
			...shared(),
		],
	},
	{
		call: 'POST videos/extend',
		since: 'overview',
		operations: ['video.extend'],
		base: { sourceVideo: source('{videoId}') },
		parameters: [
			model('grok-imagine', 'grok-imagine', { refused: ['no-such-model', 'v5.6', 'v5'] }),
			...sources,
			prompt(),
			parameter('duration', 'integer', 'duration', 15, { refused: [0, 16] }),
			parameter('quality', 'string', 'quality', '1080p', { refused: ['480p'] }),
			flag('audio', 'audio'),
			seed({ refused: [0, 2_147_483_648] }),
			offPeak,
			...sharedBySource,
		],
	},
	{
		call: 'POST videos/modify',
		since: 'overview',
		operations: ['video.modify'],
		base: { sourceVideo: source('{videoId}'), prompt: 'a red car' },
		parameters: [
			model('v5.5', 'v5.5', { refused: ['v6'] }),
			prompt(true),
			...sources,
			parameter('quality', 'string', 'quality', '720p', { refused: ['1080p'] }),
			seed({ refused: [0, 2_147_483_648] }),
			offPeak,
			relax,
			...sharedBySource,
		],
	},
	{
		call: 'POST videos/restyle',
		since: 'Postman 2026-06-24',
		operations: ['video.restyle'],
		base: { sourceVideo: source('{videoId}'), prompt: 'as a watercolor' },
		parameters: [
			model('v4', 'v4', { refused: ['v6'] }),
			prompt(true),
			parameter('restyle_id', 'string or number', 'restyleId', chosen('321958630120016'), {
				sent: '321958630120016',
				refused: ['7'],
			}),
			...sources,
			seed({ refused: [0, 2_147_483_648] }),
			offPeak,
			...sharedBySource,
		],
	},
	{
		call: 'POST videos/upscale',
		since: 'overview',
		operations: ['video.upscale'],
		base: { sourceVideo: source('{videoId}') },
		parameters: [
			...sources,
			model('topaz-proteus'),
			parameter('quality', 'string', 'quality', '1080p', {
				with: { model: chosen('topaz-starlight-fast') },
				refused: ['1440p'],
			}),
			...sharedBySource,
		],
	},
	{
		call: 'POST videos/create-final',
		since: '2026-11-15',
		operations: ['video.createFinal'],
		base: { videoId: '{draftId}' },
		parameters: [
			parameter('video_id', 'string', 'videoId', '{draftId}', {
				required: true,
				refused: [
					{ value: 'user:1234-pixverse:{account}-video:7', status: 404 },
					// Not a draft.
					'{videoId}',
				],
			}),
			parameter('quality', 'string', 'quality', '2160p', { refused: ['720p'] }),
			relax,
			...shared().filter(({ name }) => name !== 'email'),
		],
	},
	{
		call: 'POST videos/lipsync',
		since: 'overview',
		operations: ['video.lipSync'],
		base: { sourceVideo: source('{videoId}'), prompt: 'Welcome!' },
		parameters: [
			model('v5'),
			...sources,
			parameter('audio_path', 'upload', 'audioTrack', path('{audio}'), {
				sent: '{audio}',
				with: { prompt: '' },
				refused: ['{image}'],
			}),
			parameter('prompt', 'string', 'prompt', 'Welcome!', { refused: ['x'.repeat(201)] }),
			parameter('speaker_id', 'string or number', 'speakerId', chosen('2'), { sent: 2 }),
			flag('original_sound_switch', 'originalSoundSwitch'),
			offPeak,
			...sharedBySource,
		],
	},
	{
		call: 'POST videos/motion-control',
		since: '2026-05-13',
		operations: ['video.motionControl'],
		base: { character: path('{image}'), motionVideo: path('{video}') },
		parameters: [
			parameter('frame_1_path', 'upload', 'character', path('{image}'), {
				sent: '{image}',
				required: true,
				refused: ['{video}'],
			}),
			parameter('video_1_path', 'upload', 'motionVideo', path('{video}'), {
				sent: '{video}',
				required: true,
				refused: ['{image}'],
			}),
			model('v5.6', 'v5.6', { refused: ['v6'] }),
			parameter('quality', 'string', 'quality', '540p', { refused: ['1080p'] }),
			offPeak,
			relax,
			...shared(),
		],
	},
];
