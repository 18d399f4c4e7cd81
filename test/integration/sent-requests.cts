import type { RequestEntry } from '../../simulator/requests.cts';
import type { TestBed } from './test-bed.cts';

/** The create requests, oldest first. */
export const getCreateRequests = ({ simulator }: TestBed): RequestEntry[] =>
	simulator.requests.filter(
		({ method, path, host }) =>
			host === 'api' && method === 'POST' && !/\/(files|accounts)\b/.test(path),
	);

/** Path and body of the only create, without the reference of the node. */
export function getCreateRequest(testBed: TestBed): {
	path: string;
	body: Record<string, unknown>;
} {
	const [only, second] = getCreateRequests(testBed);
	if (only === undefined || second !== undefined)
		throw new Error('Not exactly one create was sent');
	const { replyRef: _own, ...body } = only.body as Record<string, unknown>;
	return { path: only.path.replace('/v2/pixverse/', ''), body };
}

export const getUploads = ({ simulator }: TestBed): RequestEntry[] =>
	simulator.requests.filter(({ method, path }) => method === 'POST' && /\/files\/?$/.test(path));

/** Adds a finished video that the node didn't create, and returns its ID. */
export function seedVideo({ simulator }: TestBed, email?: string, parameters: object = {}): string {
	simulator.seedVideos(1, email);
	const job = simulator.jobs.at(-1);
	if (!job) throw new Error('There is no video');
	Object.assign(job.parameters, parameters);
	return job.id;
}

/** The fields of an item with Simplify. */
export const SIMPLIFIED_FIELDS = [
	'id',
	'status',
	'url',
	'credits',
	'account',
	'model',
	'quality',
	'duration',
	'prompt',
	'createdAt',
];
