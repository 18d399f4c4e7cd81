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
let sentTexts: string[] = [];
const counts = { items: 0, errors: 0 };
beforeAll(async () => {
	const recorded = await recordResponses(testBed.simulator);
	const byCall = new Map<string, RecordedResponse[]>();
	for (const response of recorded)
		byCall.set(response.call, [...(byCall.get(response.call) ?? []), response]);
	const plans = fc.sample(
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
		const { which, list, status } = plans[
			server.requests.length % plans.length
		] as (typeof plans)[0];
		const responses = byCall.get(getCall(request)) ?? recorded;
		const recordedResponse = responses[which % responses.length] as RecordedResponse;
		const text = corrupt(recordedResponse.text, list);
		sentTexts.push(text);
		response
			.writeHead(status ?? recordedResponse.status, { 'content-type': 'application/json' })
			.end(text);
	});
});
afterAll(async () => {
	process.stdout.write(
		`Fuzzing: ${server.requests.length} mutated responses over HTTP, seed ${SEED}\n`,
	);
	await server.stop();
});
beforeEach(() => void (sentTexts = []));

/** The call of a request, with the placeholders of the reference. */
function getCall({ method = 'GET', url = '' }: IncomingMessage): string {
	const path = url.replace('/v2/pixverse/', '').replace(/\?.*$/, '').replace(/\/$/, '');
	return `${method} ${path
		.replace(/\/user:.*$/, '/{id}')
		.replace(/^\/v2\//, '')
		.replace(/^accounts\/.+/, 'accounts/{email}')}`;
}

const credentials = () => ({ apiToken: testBed.simulator.token, baseUrl: server.url });
const id = (kind: string) => `user:1234-pixverse:${testAccount}-${kind}:351000000000000`;
const emptyItems = new Array(ITEMS).fill({});

/** Finds a problem in an item of the node. @returns undefined if the item is valid */
function findProblem(item: INodeExecutionData): string | undefined {
	const { error, details, ...others } = item.json as Record<string, unknown>;
	if (typeof error !== 'string' || details === undefined || Object.keys(others).length > 0)
		return findInvalidItem(item, ITEMS);
	const { description } = details as { description?: unknown };
	return findUnclearText(
		{ name: 'NodeApiError', message: error, description },
		sentTexts.join('\n'),
	);
}

const doNotWait: INodeParameters = { waitMode: 'none' };
const operations: Array<[string, INodeParameters]> = [
	['Account: Get Many', accountGetAll({ returnAll: true })],
	['Account: Get', buildParameters('account', 'get', { account: account(testAccount) })],
	['Account: Create or Update', upsert()],
	['Account: Get Plan and Credits', accountGetFeatures({ account: account(testAccount) })],
	['Account: Get Plan and Credits, not simplified', accountGetFeatures({ simplify: false })],
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
	['Video: Create', videoCreate(doNotWait)],
	['Video: Create, waiting', videoCreate({ options: { timeout: 2 } })],
	['Video: Create, waiting, with file', videoCreate({ download: true, options: { timeout: 2 } })],
	['Video: Create From Effect', fromEffect({ ...doNotWait, templateId: '315446315336768' })],
	['Image: Create', imageCreate({ options: { createCount: 2, timeout: 1 } })],
	['Music: Create', musicCreate({ options: { timeout: 1 } })],
	['Speech: Create', speechCreate(doNotWait)],
];

describe('With an API whose responses are malformed', () => {
	it.each(operations)(
		'%s should return items, or errors with clear messages',
		async (_name, parameters) => {
			const out = await testBed.run(parameters, {
				credentials: credentials(),
				items: emptyItems.map(() => itemWithFile(files.png)),
				onError: 'continueRegularOutput',
			});
			const problem = out.error && findUnclearText(out.error, sentTexts.join('\n'));
			expect(problem).toBeUndefined();
			expect(out.items.flatMap((item) => findProblem(item) ?? [])).toEqual([]);
			const failed = out.items.filter(({ json }) => 'error' in json).length;
			counts.items += out.items.length - failed;
			counts.errors += failed;
			expect(out.stored).not.toContain(testBed.simulator.token);
		},
	);

	it('should cover both outcomes', () => {
		process.stdout.write(`${counts.items} items and ${counts.errors} errors\n`);
		expect(counts.items).toBeGreaterThan(0);
		expect(counts.errors).toBeGreaterThan(ITEMS);
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
				} catch (error) {
					expect(findUnclearText(error as Error, sentTexts.join('\n'))).toBeUndefined();
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
				} catch (error) {
					if (poll === 'poll' && /not published/.test((error as Error).message)) continue;
					expect(findUnclearText(error as Error, sentTexts.join('\n'))).toBeUndefined();
				}
			}
			expect(workflow.saved.length).toBeLessThan(64_000);
		}
	});
});
