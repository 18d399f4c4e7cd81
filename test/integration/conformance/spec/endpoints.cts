import { calls } from './calls.cts';
import { imageAndAudioCreates } from './images-and-audio.cts';
import type { Endpoint } from './endpoint.cts';
import { videoCreates } from './videos.cts';

/** Every endpoint of the reference. */
export const endpoints: readonly Endpoint[] = [...videoCreates, ...imageAndAudioCreates, ...calls];

/** The calls of the overview page of 2026-03-09, in its order and spelling. */
export const overviewCalls = `
GET accounts
GET accounts/email
POST accounts/email
DEL accounts/email
GET features
POST files
GET images
GET images/image_id
DEL images/image_id
POST images/create
GET videos
GET videos/video_id
DEL videos/video_id
POST videos/create
POST videos/create-frames
POST videos/extend
POST videos/modify
POST videos/create-fusion
POST videos/create-transition
POST videos/lipsync
POST videos/upscale
GET videos/voices
GET videos/effects
GET scheduler
GET scheduler/available
DEL scheduler/id`
	.trim()
	.split('\n');

/** The calls that were added later, or are only documented elsewhere. */
export const addedCalls = `
POST videos/restyle
GET videos/restyles
POST videos/motion-control
POST music/create
GET music
GET music/audio_id
POST speech/create
GET speech
GET speech/audio_id
GET speech/models
GET speech/voices
POST videos/create-final
POST images/upscale
POST music-video/create
GET music-video
GET music-video/video_id
GET music-video/library`
	.trim()
	.split('\n');

/** The resources and operations of the node; saved workflows depend on these values. */
export const operations: Readonly<Record<string, readonly string[]>> = {
	account: ['upsert', 'get', 'getAll', 'delete', 'getFeatures'],
	file: ['upload'],
	video: [
		'create',
		'createFromFrames',
		'createTransition',
		'createFusion',
		'createFromEffect',
		'createFinal',
		'extend',
		'modify',
		'restyle',
		'lipSync',
		'upscale',
		'motionControl',
		'get',
		'getAll',
		'delete',
		'download',
		'wait',
		'getEffects',
		'getVoices',
		'getRestyles',
	],
	musicVideo: ['create', 'get', 'getAll', 'getLibrary', 'wait', 'download', 'delete'],
	image: ['create', 'upscale', 'get', 'getAll', 'delete', 'download', 'wait'],
	music: ['create', 'get', 'getAll', 'download', 'wait'],
	speech: ['create', 'get', 'getAll', 'download', 'wait', 'getVoices', 'getModels'],
	scheduler: ['getAll', 'getAvailable', 'cancel'],
};
