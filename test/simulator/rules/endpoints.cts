import type { CreateEndpoint } from './endpoint.cts';
import { videoCreate } from './video-create.cts';

/** Every call that makes something. */
export const CREATE_ENDPOINTS: readonly CreateEndpoint[] = [videoCreate];
