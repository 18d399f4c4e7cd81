import { byId, fromList, fromPath } from '../../parameters.cts';
import {
	type Endpoint,
	files,
	flag,
	model,
	numberedParameters,
	offPeak,
	parameter,
	preview,
	seed,
	commonParameters,
} from './endpoint.cts';

/** The older options for sound. */
const soundOptions = [
	flag('auto_sound', 'autoSound'),
	parameter('sound_effect_prompt', 'string', 'options.soundEffectPrompt', 'waves'),
	parameter('lip_sync_tts_prompt', 'string', 'options.lipSyncTtsPrompt', 'Hello'),
	parameter('lip_sync_tts_speaker_id', 'string or number', 'options.lipSyncTtsSpeakerId', 'Auto', {
		with: { options: { lipSyncTtsPrompt: 'Hello' } },
	}),
];

const relaxMode = flag('relax_mode', 'relaxMode');

const prompt = (required = false) =>
	parameter('prompt', 'string', 'prompt', 'a lighthouse at dusk', {
		required,
		rejected: ['x'.repeat(5001)],
	});

/** A PixVerse video or an uploaded video. */
const sources = [
	parameter('video_id', 'string', 'sourceVideo', byId('{videoId}'), {
		sent: '{videoId}',
		rejected: ['video:7', { value: 'user:1234-pixverse:{account}-video:7', status: 404 }],
	}),
	parameter('video_path', 'upload', 'sourceVideo', fromPath('{video}'), {
		sent: '{video}',
		rejected: ['{image}'],
	}),
];

/** A request with the ID of a video uses the account of that ID. */
const sharedBySource = commonParameters({ sourceVideo: fromPath('{video}') });

/** An effect of the documentation with up to five images. */
const EFFECT = '384628677917440';
const effectRequest = {
	operation: 'video.createFromEffect',
	base: { templateId: fromList(EFFECT), images: files(2, '{image}') },
};

const segments = Array.from({ length: 6 }, (_, index) => [index + 1, index + 2] as const);
const frameWith = (number: number, more: object) => ({
	entries: Array.from({ length: number + 1 }, (_, index) => ({
		file: fromPath('{image}'),
		...(index === number - 1 ? more : {}),
	})),
});

/** Every endpoint that creates a video, with every parameter. */
export const videoCreates: readonly Endpoint[] = [
	{
		call: 'POST videos/create',
		since: 'overview',
		operations: ['video.create', 'video.createFromEffect'],
		base: { prompt: 'a lighthouse' },
		parameters: [
			model('v5.6'),
			prompt(),
			parameter('first_frame_path', 'upload', 'firstFrame', fromPath('{image}'), {
				sent: '{image}',
				rejected: ['{video}'],
			}),
			parameter('last_frame_path', 'upload', 'options.lastFrame', fromPath('{image}'), {
				sent: '{image}',
				with: { firstFrame: fromPath('{image}') },
				rejected: ['{audio}'],
			}),
			...numberedParameters('frame_#_path', [1, 5], 'images', '{image}', (number) => ({
				...effectRequest,
				rejected: ['{video}'],
				// This effect requires two images.
				...(number === 1 ? { base: { templateId: fromList('308621408717184') } } : {}),
			})),
			parameter('template_id', 'integer', 'templateId', fromList('326733946317888'), {
				...effectRequest,
				sent: 326733946317888,
				rejected: [7],
			}),
			parameter('duration', 'integer', 'duration', 7, { rejected: [0, 16] }),
			parameter('quality', 'string', 'quality', '1080p', { rejected: ['768p'] }),
			parameter('aspect_ratio', 'string', 'aspectRatio', '9:16', { rejected: ['5:4'] }),
			flag('audio', 'audio'),
			flag('multi_shot', 'multiShot'),
			preview,
			offPeak,
			relaxMode,
			seed({ rejected: [0, 2_147_483_648] }),
			...soundOptions,
			...commonParameters(),
		],
	},
	{
		call: 'POST videos/create-frames',
		since: 'overview',
		operations: ['video.createFromFrames'],
		base: { firstFrame: fromPath('{image}'), lastFrame: fromPath('{image}') },
		parameters: [
			model('v6'),
			...(['first', 'last'] as const).map((which) =>
				parameter(`${which}_frame_path`, 'upload', `${which}Frame`, fromPath('{image}'), {
					sent: '{image}',
					required: true,
					rejected: ['{video}'],
				}),
			),
			prompt(),
			parameter('quality', 'string', 'quality', '360p', { rejected: ['768p'] }),
			parameter('duration', 'integer', 'duration', 8, { rejected: [0, 11] }),
			seed({ rejected: [0, 2_147_483_648] }),
			flag('audio', 'audio'),
			preview,
			offPeak,
			relaxMode,
			...soundOptions,
			...commonParameters(),
		],
	},
	{
		call: 'POST videos/create-transition',
		since: 'overview',
		operations: ['video.createTransition'],
		base: { frames: files(2, '{image}') },
		parameters: [
			model('v5.5'),
			...numberedParameters('frame_#_path', [1, 2], 'frames', '{image}', {
				required: true,
				rejected: ['{video}'],
			}).map((row) => ({ ...row, set: { frames: files(2, '{image}') } })),
			...numberedParameters('frame_#_path', [3, 7], 'frames', '{image}', { rejected: ['{video}'] }),
			...segments.flatMap(([from, to]) => [
				parameter(`duration_${from}_to_${to}`, 'integer', 'frames.duration', undefined, {
					set: { frames: frameWith(from, { duration: 4 }) },
					sent: 4,
					rejected: [0],
				}),
				parameter(`prompt_${from}_to_${to}`, 'string', 'frames.prompt', undefined, {
					set: { frames: frameWith(from, { prompt: 'it opens' }) },
					sent: 'it opens',
				}),
			]),
			parameter('quality', 'string', 'quality', '1080p', { rejected: ['768p'] }),
			seed({ rejected: [0, 2_147_483_648] }),
			// Only v5.5 and v5.6 generate sound here.
			flag('audio', 'audio', { with: { model: fromList('v5.5') } }),
			preview,
			offPeak,
			relaxMode,
			...soundOptions,
			...commonParameters(),
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
			...numberedParameters('frame_#_path', [1, 9], 'images', '{image}', (number) => ({
				required: number === 1,
				with: { model: fromList('seedance-2.0') },
				rejected: ['{video}'],
			})),
			...numberedParameters('video_#_path', [1, 3], 'videos', '{video}', {
				with: { model: fromList('seedance-2.0') },
				rejected: ['{image}'],
			}),
			...numberedParameters('audio_#_path', [1, 3], 'audios', '{audio}', {
				with: { model: fromList('seedance-2.0') },
				rejected: ['{image}'],
			}),
			parameter('quality', 'string', 'quality', '1080p', { rejected: ['768p'] }),
			parameter('duration', 'integer', 'duration', 8, { rejected: [0, 16] }),
			parameter('aspect_ratio', 'string', 'aspectRatio', '4:3', { rejected: ['5:4'] }),
			seed({ rejected: [0, 2_147_483_648] }),
			offPeak,
			relaxMode,
			flag('audio', 'audio'),
			...commonParameters(),
		],
	},
	{
		call: 'POST videos/extend',
		since: 'overview',
		operations: ['video.extend'],
		base: { sourceVideo: byId('{videoId}') },
		parameters: [
			model('grok-imagine', 'grok-imagine', { rejected: ['no-such-model', 'v5.6', 'v5'] }),
			...sources,
			prompt(),
			parameter('duration', 'integer', 'duration', 15, { rejected: [0, 16] }),
			parameter('quality', 'string', 'quality', '1080p', { rejected: ['480p'] }),
			flag('audio', 'audio'),
			seed({ rejected: [0, 2_147_483_648] }),
			offPeak,
			...sharedBySource,
		],
	},
	{
		call: 'POST videos/modify',
		since: 'overview',
		operations: ['video.modify'],
		base: { sourceVideo: byId('{videoId}'), prompt: 'a red car' },
		parameters: [
			model('v5.5', 'v5.5', { rejected: ['v6'] }),
			prompt(true),
			...sources,
			parameter('quality', 'string', 'quality', '720p', { rejected: ['1080p'] }),
			seed({ rejected: [0, 2_147_483_648] }),
			offPeak,
			relaxMode,
			...sharedBySource,
		],
	},
	{
		call: 'POST videos/restyle',
		since: 'Postman 2026-06-24',
		operations: ['video.restyle'],
		base: { sourceVideo: byId('{videoId}'), prompt: 'as a watercolor' },
		parameters: [
			model('v4', 'v4', { rejected: ['v6'] }),
			prompt(true),
			parameter('restyle_id', 'string or number', 'restyleId', fromList('321958630120016'), {
				sent: '321958630120016',
				rejected: ['7'],
			}),
			...sources,
			seed({ rejected: [0, 2_147_483_648] }),
			offPeak,
			...sharedBySource,
		],
	},
	{
		call: 'POST videos/upscale',
		since: 'overview',
		operations: ['video.upscale'],
		base: { sourceVideo: byId('{videoId}') },
		parameters: [
			...sources,
			model('topaz-proteus'),
			parameter('quality', 'string', 'quality', '1080p', {
				with: { model: fromList('topaz-starlight-fast') },
				rejected: ['1440p'],
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
				rejected: [
					{ value: 'user:1234-pixverse:{account}-video:7', status: 404 },
					// Not a draft.
					'{videoId}',
				],
			}),
			parameter('quality', 'string', 'quality', '2160p', { rejected: ['720p'] }),
			relaxMode,
			...commonParameters().filter(({ name }) => name !== 'email'),
		],
	},
	{
		call: 'POST videos/lipsync',
		since: 'overview',
		operations: ['video.lipSync'],
		base: { sourceVideo: byId('{videoId}'), prompt: 'Welcome!' },
		parameters: [
			model('v5'),
			...sources,
			parameter('audio_path', 'upload', 'audioTrack', fromPath('{audio}'), {
				sent: '{audio}',
				with: { prompt: '' },
				rejected: ['{image}'],
			}),
			parameter('prompt', 'string', 'prompt', 'Welcome!', { rejected: ['x'.repeat(201)] }),
			parameter('speaker_id', 'string or number', 'speakerId', fromList('2'), { sent: 2 }),
			flag('original_sound_switch', 'originalSoundSwitch'),
			offPeak,
			...sharedBySource,
		],
	},
	{
		call: 'POST videos/motion-control',
		since: '2026-05-13',
		operations: ['video.motionControl'],
		base: { character: fromPath('{image}'), motionVideo: fromPath('{video}') },
		parameters: [
			parameter('frame_1_path', 'upload', 'character', fromPath('{image}'), {
				sent: '{image}',
				required: true,
				rejected: ['{video}'],
			}),
			parameter('video_1_path', 'upload', 'motionVideo', fromPath('{video}'), {
				sent: '{video}',
				required: true,
				rejected: ['{image}'],
			}),
			model('v5.6', 'v5.6', { rejected: ['v6'] }),
			parameter('quality', 'string', 'quality', '540p', { rejected: ['1080p'] }),
			offPeak,
			relaxMode,
			...commonParameters(),
		],
	},
];
