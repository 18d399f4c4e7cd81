import type { CreateEndpoint } from './endpoint.cts';
import { imageCreate } from './image-create.cts';
import { imageUpscale } from './image-upscale.cts';
import { musicCreate } from './music-create.cts';
import { musicVideoCreate } from './music-video-create.cts';
import { speechCreate } from './speech-create.cts';
import { videoCreate } from './video-create.cts';
import { videoLipsync, videoModify, videoMotionControl } from './video-edit.cts';
import { videoExtend } from './video-extend.cts';
import { videoFinal } from './video-final.cts';
import { videoFrames, videoTransition } from './video-frames.cts';
import { videoFusion } from './video-fusion.cts';
import { videoRestyle } from './video-restyle.cts';
import { videoUpscale } from './video-upscale.cts';

/** All create endpoints. */
export const CREATE_ENDPOINTS: readonly CreateEndpoint[] = [
	videoCreate,
	videoFrames,
	videoTransition,
	videoFusion,
	videoExtend,
	videoModify,
	videoRestyle,
	videoLipsync,
	videoUpscale,
	videoMotionControl,
	videoFinal,
	imageCreate,
	imageUpscale,
	musicCreate,
	musicVideoCreate,
	speechCreate,
];
