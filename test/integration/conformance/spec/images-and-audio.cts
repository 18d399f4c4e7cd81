import {
	type Endpoint,
	type Parameter,
	chosen,
	flag,
	model,
	numbered,
	parameter,
	path,
	seed,
	shared,
} from './shape.cts';

const byId = (value: string) => ({ __rl: true, mode: 'id', value });

/** Every endpoint that makes an image, music or speech. */
export const imageAndAudioCreates: readonly Endpoint[] = [
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
			flag('relax_mode', 'relaxMode'),
			...numbered('image_path_#', [1, 14], 'referenceImages', '{image}', {
				with: { model: chosen('nano-banana-2-lite') },
				refused: ['{video}'],
			}),
			...shared(),
		],
	},
	{
		call: 'POST images/upscale',
		since: '2026-10-10',
		operations: ['image.upscale'],
		base: { sourceImage: { __rl: true, mode: 'id', value: '{finishedImageId}' } },
		parameters: [
			parameter('image_id', 'string', 'sourceImage', byId('{finishedImageId}'), {
				sent: '{finishedImageId}',
				refused: ['{videoId}', { value: 'user:1234-pixverse:{account}-image:7', status: 404 }],
			}),
			parameter('image_path', 'upload', 'sourceImage', path('{image}'), {
				sent: '{image}',
				refused: ['{video}'],
			}),
			model('topaz-gigapixel'),
			parameter('quality', 'string', 'quality', '1440p', {
				with: { model: chosen('topaz-gigapixel') },
				refused: ['720p'],
			}),
			...shared({ sourceImage: path('{image}') }),
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
		call: 'POST music-video/create',
		since: '2026-11-10',
		operations: ['musicVideo.create'],
		base: { song: path('{audio}') },
		parameters: [
			parameter('audio_path', 'upload', 'song', path('{audio}'), {
				sent: '{audio}',
				required: true,
				refused: ['{image}'],
			}),
			parameter('mode', 'string', 'mode', 'expressive', { refused: ['karaoke'] }),
			parameter('style', 'string', 'style', chosen('voxel'), { sent: 'voxel', refused: [''] }),
			parameter('style_image_path', 'upload', 'styleImage', path('{image}'), {
				sent: '{image}',
				with: { style: chosen('custom') },
				refused: ['{video}'],
			}),
			parameter('image_path', 'upload', 'character', path('{image}'), {
				sent: '{image}',
				refused: ['{video}'],
			}),
			parameter('prompt', 'string', 'prompt', 'two friends drive to the sea', {
				with: { mode: 'storytelling' },
			}),
			parameter('subtitles', 'boolean', 'subtitles', true),
			parameter('quality', 'string', 'quality', '1080p', { refused: ['540p'] }),
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
