import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { request as call } from 'undici';
import { respondWith, type RequestHandler } from '../fuzz/server.cts';
import type { WorkflowNode } from './n8n/rest.cts';

/** Values that n8n must not store in plain text, except where noted. */
export const SECRETS = {
	token: 'user:4711-S3cretTokenForTheScan',
	/** Signs the media URLs in responses of the API. */
	signature: 'X-Amz-Signature=5igned-by-the-api-4711',
	/** Signs a URL in an input item. n8n stores it with the item; errors must not contain it. */
	itemSignature: 'X-Amz-Signature=5igned-in-an-item-4711',
	/** Part of an input item, too. */
	password: 'open-sesame-4711',
} as const;

/** An execution that fails: the behavior of the API, and the parameters and settings of the node. */
export interface FailingExecution {
	readonly name: string;
	readonly api: RequestHandler;
	readonly parameters: Readonly<Record<string, unknown>>;
	readonly node?: Partial<WorkflowNode>;
	/** The node's input items. Default: one empty item. */
	readonly items?: ReadonlyArray<Record<string, unknown>>;
}

const ACCOUNT = 'studio@example.com';
const createId = (kind: string) => `user:4711-pixverse:${ACCOUNT}-${kind}:351000000000000`;
const createEcho = (token: string) =>
	`Unknown token ${token} in Authorization: Bearer ${token}, ` +
	`see https://media.test/v.mp4?${SECRETS.signature}&x=1 <img src="https://x.test/?${SECRETS.signature}">`;
const echo = createEcho(SECRETS.token);

/** Rejects a request with an error that contains the secrets, in one of the shapes that the API uses. */
const rejectWith = (status: number): RequestHandler => {
	const shapes = [{ error: echo }, { error: { message: echo } }, { message: echo }, echo];
	return respondWith(JSON.stringify(shapes[status % shapes.length]), status, { 'x-echo': echo });
};
const cutConnection: RequestHandler = ({ socket }) => void socket.destroy();
const redirect = respondWith('', 302, { location: `http://127.0.0.1:9/?${SECRETS.signature}` });
const sendWebPage = respondWith(`<!DOCTYPE html><html>${echo}</html>`, 200, {
	'content-type': 'text/html',
});
const sendHalfResponse = respondWith(`{"error":"${SECRETS.token}`);

/** The base URL of the case that a request belongs to, without `/v2`. */
const getCaseUrl = ({ headers, url = '' }: IncomingMessage) =>
	`http://${headers.host}${/^\/case-\d+/.exec(url)?.[0] ?? ''}`;

/** Returns an API whose creates lead to a generation with the given fields and a file at a signed URL. */
const createJobApi = (
	kind: 'video' | 'image',
	fields: object,
	media: RequestHandler = respondWith('gone', 404, { 'content-type': 'text/plain' }),
): RequestHandler => {
	const create = (request: IncomingMessage, response: ServerResponse) => {
		let text = '';
		request.on('data', (piece) => (text += String(piece)));
		request.on('end', () => {
			const { replyUrl } = JSON.parse(text) as { replyUrl?: string };
			respondWith(
				JSON.stringify({ [`${kind}_id`]: createId(kind), success_ids: [createId(kind)] }),
			)(request, response);
			if (replyUrl === undefined) return;
			void sleep(3000).then(async () => {
				const body = JSON.stringify(serializeJob(getCaseUrl(request)));
				await call(replyUrl, {
					method: 'POST',
					body,
					headers: { 'content-type': 'application/json' },
				});
			});
		});
	};
	const serializeJob = (base: string) => ({
		[`${kind}_id`]: createId(kind),
		output_width: 640,
		[kind === 'video' ? 'url' : 'image_url']: `${base}/media/v.mp4?${SECRETS.signature}`,
		...fields,
	});
	return (request, response) => {
		const { method, url = '' } = request;
		if (url.includes('/media/')) return media(request, response);
		if (method === 'POST') return create(request, response);
		const one = serializeJob(getCaseUrl(request));
		const list = /\/(videos|images)(\?|$)/.test(url);
		return respondWith(JSON.stringify(list ? { data: [one], total: 1 } : one))(request, response);
	};
};
const FINISHED = { video_status: 1, image_status: 1 };

const shortTimeout = { timeout: 0.1 };
const create = {
	resource: 'video',
	operation: 'create',
	prompt: 'a lighthouse',
	options: shortTimeout,
};
const get = (kind: string) => ({ resource: kind, operation: 'get', [`${kind}Id`]: createId(kind) });
const download = { ...create, download: true, options: { timeout: 1 } };
const byUrl = (value: string) => ({ __rl: true, mode: 'url', value });
const byEmail = (value: string) => ({ __rl: true, mode: 'email', value });

const statusFailures: FailingExecution[] = [
	400, 401, 402, 403, 404, 410, 412, 418, 422, 429, 596,
].flatMap((status) => [
	{ name: `create: ${status}`, api: rejectWith(status), parameters: create },
	{
		name: `get: ${status}`,
		api: rejectWith(status === 429 ? 503 : status),
		parameters: get('image'),
	},
]);

const connectionFailures: FailingExecution[] = [
	['cut', cutConnection],
	['a redirect', redirect],
	['a web page', sendWebPage],
	['half an answer', sendHalfResponse],
	['an empty answer', respondWith('')],
].flatMap(([name, api]) => [
	{ name: `create: ${String(name)}`, api: api as RequestHandler, parameters: create },
	{ name: `get: ${String(name)}`, api: api as RequestHandler, parameters: get('image') },
	{
		name: `list: ${String(name)}`,
		api: api as RequestHandler,
		parameters: { resource: 'account', operation: 'getAll' },
	},
]);

const jobFailures: FailingExecution[] = [
	{
		name: 'failed',
		api: createJobApi('video', { video_status: 8, fail_reason: echo }),
		parameters: create,
	},
	{
		name: 'moderated',
		api: createJobApi('video', { video_status: 7, error: echo }),
		parameters: create,
	},
	{
		name: 'an odd end',
		api: createJobApi('image', {
			image_status: 3,
			image_status_name: echo,
			image_status_final: true,
		}),
		parameters: { ...create, resource: 'image' },
	},
	{
		name: 'time is up',
		api: createJobApi('image', { image_status: 5 }),
		parameters: { ...create, resource: 'image' },
	},
	{
		name: 'time is up, with a name',
		api: createJobApi('image', { image_status: 3, image_status_name: echo }),
		parameters: { ...create, resource: 'image' },
	},
	{
		name: 'suspended, and resumed by a failure',
		api: createJobApi('video', { video_status: 8, fail_reason: echo }),
		parameters: { ...create, waitMode: 'callback', options: { timeout: 1 } },
	},
	{
		name: 'suspended, and resumed with a missing file',
		api: createJobApi('video', FINISHED),
		parameters: { ...download, waitMode: 'callback' },
	},
	{
		name: 'suspended, rejected',
		api: rejectWith(400),
		parameters: { ...create, waitMode: 'callback' },
	},
];

const downloadFailures: FailingExecution[] = [
	['is gone', respondWith('gone', 410, { 'content-type': 'text/plain' })],
	['is forbidden', respondWith(echo, 403, { 'content-type': 'text/plain' })],
	['is a web page', sendWebPage],
	['is cut', cutConnection],
	['is empty', respondWith('', 200, { 'content-type': 'video/mp4' })],
	['is elsewhere', redirect],
	['is a file of this machine', respondWith('', 302, { location: 'file:///etc/passwd' })],
	['is inside', respondWith('', 302, { location: `http://127.0.0.7:9/?${SECRETS.signature}` })],
].map(([what, media]) => ({
	name: `a file that ${String(what)}`,
	api: createJobApi('video', FINISHED, media as RequestHandler),
	parameters: download,
}));

const uploadFailures: FailingExecution[] = [
	['is forbidden', respondWith(echo, 403)],
	['is a web page', sendWebPage],
	['is cut', cutConnection],
	['is inside', respondWith('', 302, { location: `http://127.0.0.7:9/?${SECRETS.itemSignature}` })],
].map(([what, media]) => ({
	name: `an upload from an address that ${String(what)}`,
	api: createJobApi('video', FINISHED, media as RequestHandler),
	parameters: {
		resource: 'file',
		operation: 'upload',
		file: byUrl('={{ $json.base }}/media/a.png?{{ $json.sign }}'),
	},
	items: [{ sign: SECRETS.itemSignature }],
}));

const otherFailures: FailingExecution[] = [
	{ name: 'nine seconds too long', api: cutConnection, parameters: { ...create, duration: 99 } },
	{
		name: 'no ID',
		api: cutConnection,
		parameters: { resource: 'video', operation: 'get', videoId: 'none <b>' },
	},
	{
		name: 'no e-mail',
		api: cutConnection,
		parameters: { resource: 'account', operation: 'get', account: byEmail('../scheduler') },
	},
	{
		name: 'a wrong password',
		api: respondWith(JSON.stringify({ error: `Wrong password ${SECRETS.password}` }), 401),
		parameters: {
			...{ resource: 'account', operation: 'upsert', email: ACCOUNT },
			password: '={{ $json.password }}',
		},
		items: [{ password: SECRETS.password }],
	},
	{ name: 'no file', api: cutConnection, parameters: { resource: 'file', operation: 'upload' } },
	{
		name: 'tried again',
		api: rejectWith(400),
		parameters: create,
		node: { retryOnFail: true, maxTries: 3, waitBetweenTries: 100 },
	},
	{
		name: 'on the error output',
		api: rejectWith(412),
		parameters: create,
		node: { onError: 'continueErrorOutput' },
		items: [{}, {}, {}],
	},
	{
		name: 'continued',
		api: rejectWith(422),
		parameters: get('image'),
		node: { onError: 'continueRegularOutput' },
		items: [{}, {}, {}],
	},
];

/** All failing executions. */
export const failingExecutions: readonly FailingExecution[] = [
	...statusFailures,
	...connectionFailures,
	...jobFailures,
	...downloadFailures,
	...uploadFailures,
	...otherFailures,
];

/** An API that accepts every create. */
export const respondSuccessfully: RequestHandler = createJobApi('video', FINISHED);

/** Expressions that try to read a credential from a parameter. */
export const EXPRESSIONS = [
	'{{ $credentials }}',
	'{{ $credentials.apiToken }}',
	'{{ $credentials["pixVerseApi"] }}',
	'{{ JSON.stringify($parameter) }}',
	'{{ JSON.stringify($("Video")) }}',
	'{{ JSON.stringify($("Video").params) }}',
	'{{ JSON.stringify($node["Video"]) }}',
	'{{ JSON.stringify($node["Video"].parameter) }}',
	'{{ JSON.stringify($workflow) }}',
	'{{ JSON.stringify($execution) }}',
	'{{ JSON.stringify($secrets) }}',
	'{{ JSON.stringify($vars) }}',
	'{{ JSON.stringify($getWorkflowStaticData?.("global")) }}',
	'{{ this.getCredentials("pixVerseApi") }}',
	'{{ this.helpers }}',
	'{{ $evaluateExpression("{{ $credentials.apiToken }}") }}',
	'{{ (() => {}).constructor("return process.env")() }}',
	'{{ JSON.stringify(Object.keys($input.context)) }}',
] as const;
