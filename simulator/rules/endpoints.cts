import type { CreateEndpoint } from './endpoint.cts';
import { imageCreate } from './image-create.cts';
import { musicCreate } from './music-create.cts';
import { speechCreate } from './speech-create.cts';
import { videoCreate } from './video-create.cts';
import {
	videoLipsync,
	videoModify,
	videoMotionControl,
	videoRestyle,
	videoUpscale,
} from './video-edit.cts';
import { videoExtend } from './video-extend.cts';
import { videoFrames, videoTransition } from './video-frames.cts';
import { videoFusion } from './video-fusion.cts';

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
	imageCreate,
	musicCreate,
	speechCreate,
];
