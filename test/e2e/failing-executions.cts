import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { request as call } from 'undici';
import { respondWith, type Behaviour } from '../fuzz/server.cts';
import type { WorkflowNode } from './n8n/rest.cts';

/** What must be found nowhere once n8n has stored everything. */
export const SECRETS = {
	token: 'user:4711-S3cretTokenForTheScan',
	/** Signs the addresses of media that the API gives. */
	signature: 'X-Amz-Signature=5igned-by-the-api-4711',
	/** Signs an address that comes with an item: n8n keeps it with the item, and nowhere else. */
	ofItem: 'X-Amz-Signature=5igned-in-an-item-4711',
	/** Comes with an item as well. */
	password: 'open-sesame-4711',
} as const;

/** A run that fails: what the API does, what the node is to do, and how it is set. */
export interface FailingExecution {
	readonly name: string;
	readonly api: Behaviour;
	readonly parameters: Readonly<Record<string, unknown>>;
	readonly node?: Partial<WorkflowNode>;
	/** What the node receives; one empty item if not given. */
	readonly items?: ReadonlyArray<Record<string, unknown>>;
}

const ACCOUNT = 'studio@example.com';
const ID = (kind: string) => `user:4711-pixverse:${ACCOUNT}-${kind}:351000000000000`;
const echo = (token: string) =>
	`Unknown token ${token} in Authorization: Bearer ${token}, ` +
	`see https://media.test/v.mp4?${SECRETS.signature}&x=1 <img src="https://x.test/?${SECRETS.signature}">`;
const said = echo(SECRETS.token);

/** A refusal that repeats all it should not, in every shape the API is known to use. */
const refusing = (status: number): Behaviour => {
	const shapes = [{ error: said }, { error: { message: said } }, { message: said }, said];
	return respondWith(JSON.stringify(shapes[status % shapes.length]), status, { 'x-echo': said });
};
const cut: Behaviour = ({ socket }) => void socket.destroy();
const redirecting = respondWith('', 302, { location: `http://127.0.0.1:9/?${SECRETS.signature}` });
const html = respondWith(`<!DOCTYPE html><html>${said}</html>`, 200, {
	'content-type': 'text/html',
});
const half = respondWith(`{"error":"${SECRETS.token}`);

/** Where a case lives: the path before `/v2`. */
const own = ({ headers, url = '' }: IncomingMessage) =>
	`http://${headers.host}${/^\/case-\d+/.exec(url)?.[0] ?? ''}`;

/** Creates a generation with the given result and a file at a signed URL. */
const making = (
	kind: 'video' | 'image',
	fields: object,
	media: Behaviour = respondWith('gone', 404, { 'content-type': 'text/plain' }),
): Behaviour => {
	const create = (request: IncomingMessage, response: ServerResponse) => {
		let text = '';
		request.on('data', (piece) => (text += String(piece)));
		request.on('end', () => {
			const { replyUrl } = JSON.parse(text) as { replyUrl?: string };
			respondWith(JSON.stringify({ [`${kind}_id`]: ID(kind), success_ids: [ID(kind)] }))(
				request,
				response,
			);
			if (replyUrl === undefined) return;
			void sleep(3000).then(async () => {
				const body = JSON.stringify(view(own(request)));
				await call(replyUrl, {
					method: 'POST',
					body,
					headers: { 'content-type': 'application/json' },
				});
			});
		});
	};
	const view = (base: string) => ({
		[`${kind}_id`]: ID(kind),
		output_width: 640,
		[kind === 'video' ? 'url' : 'image_url']: `${base}/media/v.mp4?${SECRETS.signature}`,
		...fields,
	});
	return (request, response) => {
		const { method, url = '' } = request;
		if (url.includes('/media/')) return media(request, response);
		if (method === 'POST') return create(request, response);
		const one = view(own(request));
		const list = /\/(videos|images)(\?|$)/.test(url);
		return respondWith(JSON.stringify(list ? { data: [one], total: 1 } : one))(request, response);
	};
};
const FINISHED = { video_status: 1, image_status: 1 };

const options = { timeout: 0.1 };
const create = { resource: 'video', operation: 'create', prompt: 'a lighthouse', options };
const get = (kind: string) => ({ resource: kind, operation: 'get', [`${kind}Id`]: ID(kind) });
const download = { ...create, download: true, options: { timeout: 1 } };
const byUrl = (value: string) => ({ __rl: true, mode: 'url', value });
const byEmail = (value: string) => ({ __rl: true, mode: 'email', value });

const statuses: FailingExecution[] = [
	400, 401, 402, 403, 404, 410, 412, 418, 422, 429, 596,
].flatMap((status) => [
	{ name: `create: ${status}`, api: refusing(status), parameters: create },
	{
		name: `get: ${status}`,
		api: refusing(status === 429 ? 503 : status),
		parameters: get('image'),
	},
]);

const connections: FailingExecution[] = [
	['cut', cut],
	['a redirect', redirecting],
	['a web page', html],
	['half an answer', half],
	['an empty answer', respondWith('')],
].flatMap(([name, api]) => [
	{ name: `create: ${String(name)}`, api: api as Behaviour, parameters: create },
	{ name: `get: ${String(name)}`, api: api as Behaviour, parameters: get('image') },
	{
		name: `list: ${String(name)}`,
		api: api as Behaviour,
		parameters: { resource: 'account', operation: 'getAll' },
	},
]);

const jobs: FailingExecution[] = [
	{
		name: 'failed',
		api: making('video', { video_status: 8, fail_reason: said }),
		parameters: create,
	},
	{ name: 'moderated', api: making('video', { video_status: 7, error: said }), parameters: create },
	{
		name: 'an odd end',
		api: making('image', { image_status: 3, image_status_name: said, image_status_final: true }),
		parameters: { ...create, resource: 'image' },
	},
	{
		name: 'time is up',
		api: making('image', { image_status: 5 }),
		parameters: { ...create, resource: 'image' },
	},
	{
		name: 'time is up, with a name',
		api: making('image', { image_status: 3, image_status_name: said }),
		parameters: { ...create, resource: 'image' },
	},
	{
		name: 'suspended, and resumed by a failure',
		api: making('video', { video_status: 8, fail_reason: said }),
		parameters: { ...create, waitMode: 'callback', options: { timeout: 1 } },
	},
	{
		name: 'suspended, and resumed with a missing file',
		api: making('video', FINISHED),
		parameters: { ...download, waitMode: 'callback' },
	},
	{
		name: 'suspended, rejected',
		api: refusing(400),
		parameters: { ...create, waitMode: 'callback' },
	},
];

const downloads: FailingExecution[] = [
	['is gone', respondWith('gone', 410, { 'content-type': 'text/plain' })],
	['is forbidden', respondWith(said, 403, { 'content-type': 'text/plain' })],
	['is a web page', html],
	['is cut', cut],
	['is empty', respondWith('', 200, { 'content-type': 'video/mp4' })],
	['is elsewhere', redirecting],
	['is a file of this machine', respondWith('', 302, { location: 'file:///etc/passwd' })],
	['is inside', respondWith('', 302, { location: `http://127.0.0.7:9/?${SECRETS.signature}` })],
].map(([what, media]) => ({
	name: `a file that ${String(what)}`,
	api: making('video', FINISHED, media as Behaviour),
	parameters: download,
}));

const uploads: FailingExecution[] = [
	['is forbidden', respondWith(said, 403)],
	['is a web page', html],
	['is cut', cut],
	['is inside', respondWith('', 302, { location: `http://127.0.0.7:9/?${SECRETS.ofItem}` })],
].map(([what, media]) => ({
	name: `an upload from an address that ${String(what)}`,
	api: making('video', FINISHED, media as Behaviour),
	parameters: {
		resource: 'file',
		operation: 'upload',
		file: byUrl('={{ $json.base }}/media/a.png?{{ $json.sign }}'),
	},
	items: [{ sign: SECRETS.ofItem }],
}));

const others: FailingExecution[] = [
	{ name: 'nine seconds too long', api: cut, parameters: { ...create, duration: 99 } },
	{
		name: 'no ID',
		api: cut,
		parameters: { resource: 'video', operation: 'get', videoId: 'none <b>' },
	},
	{
		name: 'no e-mail',
		api: cut,
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
	{ name: 'no file', api: cut, parameters: { resource: 'file', operation: 'upload' } },
	{
		name: 'tried again',
		api: refusing(400),
		parameters: create,
		node: { retryOnFail: true, maxTries: 3, waitBetweenTries: 100 },
	},
	{
		name: 'on the error output',
		api: refusing(412),
		parameters: create,
		node: { onError: 'continueErrorOutput' },
		items: [{}, {}, {}],
	},
	{
		name: 'continued',
		api: refusing(422),
		parameters: get('image'),
		node: { onError: 'continueRegularOutput' },
		items: [{}, {}, {}],
	},
];

/** All of them. */
export const failingExecutions: readonly FailingExecution[] = [
	...statuses,
	...connections,
	...jobs,
	...downloads,
	...uploads,
	...others,
];

/** An API that accepts every create. */
export const respondSuccessfully: Behaviour = making('video', FINISHED);

/** Ways to ask n8n for what is in a credential, from a parameter. */
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
