import { byId, fromList, fromPath } from '../../parameters.cts';
import {
	type Endpoint,
	type Parameter,
	flag,
	model,
	numberedParameters,
	parameter,
	seed,
	commonParameters,
} from './endpoint.cts';

/** Every endpoint that creates an image, music, a music video, or speech. */
export const imageAndAudioCreates: readonly Endpoint[] = [
	{
		call: 'POST images/create',
		since: 'overview',
		operations: ['image.create'],
		base: { prompt: 'a red bicycle' },
		parameters: [
			parameter('prompt', 'string', 'prompt', 'a blue bicycle', { required: true, rejected: [''] }),
			model('nano-banana-2'),
			parameter('quality', 'string', 'quality', '1080p', { rejected: ['2160p'] }),
			parameter('aspect_ratio', 'string', 'aspectRatio', '21:9', { rejected: ['auto', '2:1'] }),
			parameter('detail_level', 'string', 'detailLevel', 'low', {
				with: { model: fromList('gpt-image-2.0') },
				rejected: ['xhigh'],
			}),
			parameter('create_count', 'integer', 'options.createCount', 4, { rejected: [0, 5] }),
			seed(),
			flag('relax_mode', 'relaxMode'),
			...numberedParameters('image_path_#', [1, 14], 'referenceImages', '{image}', {
				with: { model: fromList('nano-banana-2-lite') },
				rejected: ['{video}'],
			}),
			...commonParameters(),
		],
	},
	{
		call: 'POST images/upscale',
		since: '2026-10-10',
		operations: ['image.upscale'],
		base: { sourceImage: byId('{finishedImageId}') },
		parameters: [
			parameter('image_id', 'string', 'sourceImage', byId('{finishedImageId}'), {
				sent: '{finishedImageId}',
				rejected: ['{videoId}', { value: 'user:1234-pixverse:{account}-image:7', status: 404 }],
			}),
			parameter('image_path', 'upload', 'sourceImage', fromPath('{image}'), {
				sent: '{image}',
				rejected: ['{video}'],
			}),
			model('topaz-gigapixel'),
			parameter('quality', 'string', 'quality', '1440p', {
				with: { model: fromList('topaz-gigapixel') },
				rejected: ['720p'],
			}),
			...commonParameters({ sourceImage: fromPath('{image}') }),
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
				rejected: ['', 'x'.repeat(2001)],
			}),
			model('music-v1'),
			parameter('instrumental', 'boolean', 'instrumental', true),
			parameter('lyrics', 'string', 'lyrics', 'Rain on the window', {
				rejected: ['x'.repeat(3501)],
			}),
			...numberedParameters('image_path_#', [1, 10], 'referenceImages', '{image}', {
				with: { model: fromList('lyria-3-pro-preview') },
				rejected: ['{video}'],
			}),
			...commonParameters(),
		],
	},
	{
		call: 'POST music-video/create',
		since: '2026-11-10',
		operations: ['musicVideo.create'],
		base: { song: fromPath('{audio}') },
		parameters: [
			parameter('audio_path', 'upload', 'song', fromPath('{audio}'), {
				sent: '{audio}',
				required: true,
				rejected: ['{image}'],
			}),
			parameter('mode', 'string', 'mode', 'expressive', { rejected: ['karaoke'] }),
			parameter('style', 'string', 'style', fromList('voxel'), { sent: 'voxel', rejected: [''] }),
			parameter('style_image_path', 'upload', 'styleImage', fromPath('{image}'), {
				sent: '{image}',
				with: { style: fromList('custom') },
				rejected: ['{video}'],
			}),
			parameter('image_path', 'upload', 'character', fromPath('{image}'), {
				sent: '{image}',
				rejected: ['{video}'],
			}),
			parameter('prompt', 'string', 'prompt', 'two friends drive to the sea', {
				with: { mode: 'storytelling' },
			}),
			parameter('subtitles', 'boolean', 'subtitles', true),
			parameter('quality', 'string', 'quality', '1080p', { rejected: ['540p'] }),
			...commonParameters(),
		],
	},
	{
		call: 'POST speech/create',
		since: '2026-06-25',
		operations: ['speech.create'],
		base: { text: 'Good morning', voiceId: fromList('minimax_english_radiant_girl') },
		parameters: [
			parameter('text', 'string', 'text', 'Good evening', {
				required: true,
				rejected: ['', 'x'.repeat(10_001)],
			}),
			parameter('voice_id', 'string', 'voiceId', fromList('minimax_english_calm_narrator'), {
				sent: 'minimax_english_calm_narrator',
				required: true,
				rejected: ['eleven_roger'],
			}),
			model('speech-2.8-turbo'),
			parameter('language_code', 'string', 'languageCode', fromList('de'), {
				sent: 'de',
				rejected: ['xx'],
			}),
			...miniMaxSetting('speed', 'number', 1.5, [0.4, 2.1]),
			...miniMaxSetting('volume', 'number', 2.5, [-1, 10.1]),
			...miniMaxSetting('pitch', 'integer', -12, [-13, 13]),
			...miniMaxSetting('emotion', 'string', 'calm', ['bored']),
			...elevenLabsSetting('stability', 'number', 0.3, [-0.1, 1.1]),
			...elevenLabsSetting('similarity_boost', 'number', 0.4, [-0.1, 1.1]),
			...elevenLabsSetting('style', 'number', 0.2, [-0.1, 1.1]),
			...elevenLabsSetting('use_speaker_boost', 'boolean', false, []),
			...commonParameters(),
		],
	},
];

function miniMaxSetting(
	name: string,
	type: 'number' | 'integer' | 'string',
	sample: unknown,
	rejected: unknown[],
): Parameter[] {
	return [parameter(name, type, `options.${name}`, sample, { rejected })];
}

function elevenLabsSetting(
	name: string,
	type: 'number' | 'boolean',
	sample: unknown,
	rejected: unknown[],
): Parameter[] {
	const field = name.replace(/_[a-z]/g, (part) => (part[1] ?? '').toUpperCase());
	const others = { model: fromList('eleven-multilingual-v2'), voiceId: fromList('eleven_roger') };
	return [parameter(name, type, `options.${field}`, sample, { with: others, rejected })];
}
