import fc from 'fast-check';
import type { IncomingMessage } from 'node:http';
import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { recordResponses, type RecordedResponse } from '../fuzz/responses.cts';
import { mutations, corrupt } from '../fuzz/mutations.cts';
import { startUntrustedServer, type UntrustedServer } from '../fuzz/server.cts';
import { findUnclearText, findInvalidItem } from '../fuzz/assertions.cts';
import { listSearch } from './harness/harness.cts';
import { files, itemWithFile } from './media.cts';
import {
	fromEffect,
	imageCreate,
	musicCreate,
	speechCreate,
	upsert,
	buildParameters,
	account,
	accountGetAll,
	accountGetFeatures,
	fileUpload,
	schedulerGetAll,
	schedulerGetAvailable,
	videoCreate,
	videoGet,
	videoGetAll,
} from './parameters.cts';
import { SEED, scale } from '../scale.cts';
import { createTestBed, testAccount } from './test-bed.cts';
import { TriggerWorkflow } from './polling-workflow.cts';

/** Items of a run. Each sends at least one request. */
const ITEMS = scale(4, 150);

const testBed = createTestBed();
let server: UntrustedServer;
let sent: string[] = [];
const came = { items: 0, errors: 0 };
beforeAll(async () => {
	const real = await recordResponses(testBed.simulator);
	const byCall = new Map<string, RecordedResponse[]>();
	for (const answer of real) byCall.set(answer.call, [...(byCall.get(answer.call) ?? []), answer]);
	const orders = fc.sample(
		fc.record({
			which: fc.nat(999),
			list: mutations,
			status: fc.oneof(
				{ weight: 6, arbitrary: fc.constant(undefined) },
				{ weight: 1, arbitrary: fc.constantFrom(400, 401, 404, 412, 422, 429, 500, 503, 596) },
			),
		}),
		{ numRuns: scale(1500, 5000), seed: SEED },
	);
	server = await startUntrustedServer();
	server.setHandler((request, response) => {
		request.resume();
		const { which, list, status } = orders[
			server.requests.length % orders.length
		] as (typeof orders)[0];
		const answers = byCall.get(callOf(request)) ?? real;
		const real1 = answers[which % answers.length] as RecordedResponse;
		const text = corrupt(real1.text, list);
		sent.push(text);
		response.writeHead(status ?? real1.status, { 'content-type': 'application/json' }).end(text);
	});
});
afterAll(async () => {
	process.stdout.write(
		`Fuzzing: ${server.requests.length} mutated answers over HTTP, seed ${SEED}\n`,
	);
	await server.stop();
});
beforeEach(() => void (sent = []));

/** The call of the reference that a request is. */
function callOf({ method = 'GET', url = '' }: IncomingMessage): string {
	const path = url.replace('/v2/pixverse/', '').replace(/\?.*$/, '').replace(/\/$/, '');
	return `${method} ${path
		.replace(/\/user:.*$/, '/{id}')
		.replace(/^\/v2\//, '')
		.replace(/^accounts\/.+/, 'accounts/{email}')}`;
}

const credentials = () => ({ apiToken: testBed.simulator.token, baseUrl: server.url });
const id = (kind: string) => `user:1234-pixverse:${testAccount}-${kind}:351000000000000`;
const many = new Array(ITEMS).fill({});

/** What is wrong with an item of the node; undefined when it can stay as it is. */
function fault(item: INodeExecutionData): string | undefined {
	const { error, details, ...others } = item.json as Record<string, unknown>;
	if (typeof error !== 'string' || details === undefined || Object.keys(others).length > 0)
		return findInvalidItem(item, ITEMS);
	const { description } = details as { description?: unknown };
	return findUnclearText({ name: 'NodeApiError', message: error, description }, sent.join('\n'));
}

const once: INodeParameters = { waitMode: 'none' };
const operations: Array<[string, INodeParameters]> = [
	['Account: Get Many', accountGetAll({ returnAll: true })],
	['Account: Get', buildParameters('account', 'get', { account: account(testAccount) })],
	['Account: Create or Update', upsert()],
	['Account: Get Plan and Credits', accountGetFeatures({ account: account(testAccount) })],
	['Account: Get Plan and Credits, whole', accountGetFeatures({ simplify: false })],
	['Scheduler: Get Many', schedulerGetAll()],
	['Scheduler: Get Available', schedulerGetAvailable()],
	['Video: Get', videoGet(id('video'), { simplify: false })],
	['Video: Get Many', videoGetAll({ returnAll: true, simplify: false })],
	...['image', 'music', 'speech'].flatMap(
		(kind): Array<[string, INodeParameters]> => [
			[`${kind}: get`, buildParameters(kind, 'get', { [`${kind}Id`]: id(kind), simplify: false })],
			[`${kind}: getAll`, buildParameters(kind, 'getAll', { limit: 60 })],
			[
				`${kind}: wait`,
				buildParameters(kind, 'wait', { [`${kind}Id`]: id(kind), options: { timeout: 1 } }),
			],
		],
	),
	[
		'Video: Wait',
		buildParameters('video', 'wait', { videoId: id('video'), options: { timeout: 1 } }),
	],
	['Video: Delete', buildParameters('video', 'delete', { videoId: id('video') })],
	...['getEffects', 'getVoices', 'getRestyles'].map((name): [string, INodeParameters] => [
		`Video: ${name}`,
		buildParameters('video', name, { returnAll: true, account: account(testAccount) }),
	]),
	['Speech: Get Voices', buildParameters('speech', 'getVoices', { returnAll: true })],
	['Speech: Get Models', buildParameters('speech', 'getModels', { returnAll: true })],
	['File: Upload', fileUpload()],
	['Video: Create', videoCreate(once)],
	['Video: Create, waiting', videoCreate({ options: { timeout: 2 } })],
	['Video: Create, waiting, with file', videoCreate({ download: true, options: { timeout: 2 } })],
	['Video: Create From Effect', fromEffect({ ...once, templateId: '315446315336768' })],
	['Image: Create', imageCreate({ options: { createCount: 2, timeout: 1 } })],
	['Music: Create', musicCreate({ options: { timeout: 1 } })],
	['Speech: Create', speechCreate(once)],
];

describe('With an API whose responses are malformed', () => {
	it.each(operations)(
		'%s should return items, or errors with clear messages',
		async (_name, parameters) => {
			const out = await testBed.run(parameters, {
				credentials: credentials(),
				items: many.map(() => itemWithFile(files.png)),
				onError: 'continueRegularOutput',
			});
			const stopped = out.error && findUnclearText(out.error, sent.join('\n'));
			expect(stopped).toBeUndefined();
			expect(out.items.flatMap((item) => fault(item) ?? [])).toEqual([]);
			const failed = out.items.filter(({ json }) => 'error' in json).length;
			came.items += out.items.length - failed;
			came.errors += failed;
			expect(out.stored).not.toContain(testBed.simulator.token);
		},
	);

	it('should cover both outcomes', () => {
		process.stdout.write(`${came.items} items and ${came.errors} errors came of them\n`);
		expect(came.items).toBeGreaterThan(0);
		expect(came.errors).toBeGreaterThan(ITEMS);
	});

	it.each([
		['searchAnyAccount', videoCreate()],
		['searchEffects', fromEffect()],
		['searchEffectQualities', fromEffect({ templateId: { __rl: true, mode: 'list', value: '1' } })],
		['searchLipSyncVoices', buildParameters('video', 'lipSync')],
		['searchRestyles', buildParameters('video', 'restyle')],
		['searchVoices', speechCreate()],
		['searchLanguages', speechCreate()],
	])(
		'the list %s should be shown, or an error with a clear message',
		async (method, parameters) => {
			for (let time = 0; time < 40; time++) {
				try {
					const { results } = await listSearch(method, {
						...testBed.use(parameters),
						credentials: credentials(),
					});
					for (const { name, value } of results) {
						expect(typeof name).toBe('string');
						expect(typeof value).toBe('string');
					}
				} catch (thrown) {
					expect(findUnclearText(thrown as Error, sent.join('\n'))).toBeUndefined();
				}
			}
		},
	);

	it('the trigger should emit items or fail with a clear message', async () => {
		for (let time = 0; time < 30; time++) {
			const workflow = new TriggerWorkflow(credentials(), {
				kinds: ['video', 'image', 'music', 'speech'],
			});
			for (const poll of ['activate', 'poll', 'poll', 'fetchTestEvent'] as const) {
				try {
					for (const { json } of await workflow[poll]())
						expect(findInvalidItem({ json, pairedItem: { item: 0 } }, 1)).toBeUndefined();
				} catch (thrown) {
					if (poll === 'poll' && /not published/.test((thrown as Error).message)) continue;
					expect(findUnclearText(thrown as Error, sent.join('\n'))).toBeUndefined();
				}
			}
			expect(workflow.saved.length).toBeLessThan(64_000);
		}
	});
});
