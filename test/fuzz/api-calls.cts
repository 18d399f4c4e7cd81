import type { INodeExecutionData } from 'n8n-workflow';

import * as responseSchemas from '../../nodes/shared/api/responseSchemas';
import {
	pickAccount,
	getAccount,
	getAccountFeatures,
	listAccounts,
	saveAccount,
	simplifyAccountFeatures,
} from '../../nodes/shared/api/accounts';
import type { PixVerseClient } from '../../nodes/shared/api/client';
import type { Clock } from '../../nodes/shared/api/clock';
import { toTestResult } from '../../nodes/shared/api/credentialTest';
import { generationTypes, type GenerationType } from '../../nodes/shared/api/generationTypes';
import { parseGenerationId } from '../../nodes/shared/api/generationId';
import * as optionLists from '../../nodes/shared/api/optionLists';
import { getGeneration, listGenerations } from '../../nodes/shared/api/generations';
import type { HttpResponse } from '../../nodes/shared/api/requestResult';
import { isRetryable, parseRetryAfter } from '../../nodes/shared/api/requestResult';
import { listFreeSlots, listScheduledJobs } from '../../nodes/shared/api/scheduler';
import { LostJobRecovery } from '../../nodes/shared/jobs/submit/lostJobRecovery';
import { parseCreateResponse } from '../../nodes/shared/jobs/submit/createResponse';
import { StatusReader } from '../../nodes/shared/jobs/poll/statusReader';
import type { Job } from '../../nodes/shared/jobs/types';
import { JobLookup } from '../../nodes/shared/jobs/submit/jobLookup';
import {
	renameErrorKey,
	simplifyGeneration,
	toRawJson,
} from '../../nodes/shared/jobs/output/generationJson';
import { SlotQueue } from '../../nodes/shared/jobs/submit/slotQueue';
import { parseUploadResponse } from '../../nodes/shared/jobs/submit/uploader';
import {
	getEffectCredits,
	getImageRange,
	formatImageRange,
} from '../../nodes/PixVerse/actions/effects';
import { toItem } from '../../nodes/PixVerseTrigger/output';
import {
	createInitialState,
	selectNewRows,
	type WatchConfig,
} from '../../nodes/PixVerseTrigger/selectNewRows';
import { readList } from '../../nodes/PixVerseTrigger/readList';

/**
 * Processes a response with the node's own code. Returns the JSON of the items, or throws the node's error.
 * @param response the response to every request of this call
 */
export type ApiCall = (api: PixVerseClient, response: HttpResponse) => Promise<Json[]> | Json[];
type Json = INodeExecutionData['json'];

const instantClock: Clock = {
	now: () => 0,
	wallTime: () => 0,
	random: () => 0.5,
	sleep: async () => {},
};
const NOW = Date.UTC(2026, 10, 1);

const job = (kind: GenerationType): Job => ({
	itemIndex: 0,
	generationType: generationTypes[kind],
	id: parseGenerationId(`user:1234-pixverse:studio@example.com-${kind}:1`) as Job['id'],
	jobOptions: { simplify: true, waitMode: 'poll', timeoutMs: 0, onTimeout: 'fail' },
	request: { prompt: 'a lighthouse' },
	createdByThisRun: true,
	deadline: Infinity,
});

function getCalls(kind: GenerationType): ApiCall[] {
	const generationType = generationTypes[kind];
	return [
		async (api) => {
			const generation = await getGeneration(api, generationType, job(kind).id);
			return [
				simplifyGeneration(generationType, generation),
				toRawJson(generationType, generation),
			];
		},
		async (api) => {
			const reader = new StatusReader(api);
			const [status] = [...(await reader.read([job(kind)])).values()];
			if (status?.phase === 'failed') throw status.error;
			const response = status?.phase === 'completed' ? status.response : undefined;
			return [toRawJson(generationType, response, { request: { prompt: 'x' } })];
		},
	];
}

function listCalls(kind: GenerationType): ApiCall[] {
	const generationType = generationTypes[kind];
	const verbPhrase = `list the ${generationType.path}`;
	return [
		async (api) => {
			const rows = await listGenerations(api, generationType, { limit: 120, verbPhrase });
			return rows.flatMap((row) => [
				simplifyGeneration(generationType, row),
				toRawJson(generationType, row),
			]);
		},
		async (api) => {
			const config: WatchConfig = {
				filters: { kinds: [kind], outcome: 'both', models: [], prompt: '', own: false },
			};
			const state = { ...createInitialState(config, NOW - 1), watchedSince: { [kind]: 0 } };
			const list = await readList(api, {
				kind,
				account: 'a@b.test',
				isDeepEnough: () => true,
				isOwn: () => true,
				deadline: Infinity,
			});
			const selection = selectNewRows(state, { lists: [list] }, NOW, config);
			return [
				selection.state as unknown as Json,
				...selection.rows.flatMap((row) => [
					toItem(row, { simplify: true }, NOW).json,
					toItem(row, { simplify: false }, NOW).json,
				]),
			];
		},
	];
}

const optionListCall =
	(list: optionLists.OptionList): ApiCall =>
	async (api) =>
		(await optionLists.fetchOptionList(api, list, {})).map(renameErrorKey);

const createCalls: ApiCall[] = [
	(_api, response) => {
		const { ids = [], credits } = parseCreateResponse(response) ?? {};
		return [{ ids: ids.map(({ raw }) => raw), credits: credits ?? null }];
	},
];

/** How the node processes each response, by API call. */
export const apiCalls: Readonly<Record<string, readonly ApiCall[]>> = {
	'GET accounts': [
		async (api) => (await listAccounts(api)).map(renameErrorKey),
		async (api) => [{ account: (await pickAccount(api)) ?? null }],
	],
	'GET accounts/{email}': [async (api) => [renameErrorKey(await getAccount(api, 'a@b.test'))]],
	'POST accounts/{email}': [
		async (api) => [
			renameErrorKey(await saveAccount(api, { email: 'a@b.test', password: 'sesame', maxJobs: 3 })),
		],
	],
	'GET features': [
		async (api) => {
			const features = await getAccountFeatures(api, 'a@b.test');
			return [renameErrorKey(features), simplifyAccountFeatures(features, 'a@b.test')];
		},
	],
	'GET account': [
		(_api, { status, body }) => {
			const { status: result, message } = toTestResult(status, body);
			return [{ result, message }];
		},
	],
	'GET scheduler': [
		async (api) => (await listScheduledJobs(api)).map(renameErrorKey),
		async (api) => {
			const lost = {
				reference: 'a-reference',
				generationType: generationTypes.video,
				account: 'a@b.test',
				count: 1,
				request: { prompt: 'a lighthouse', model: 'v6' },
				sentAt: 0,
			};
			const lookup = new JobLookup(api, instantClock, {
				maxRows: 40,
				cacheTtlMs: 1000,
				noRetry: true,
			});
			const recovery = new LostJobRecovery(instantClock, lookup, lost);
			const ids = (await recovery.searchAfterLoss(0)).map(({ raw }) => raw);
			return [{ ids, candidates: recovery.candidates }];
		},
	],
	'GET scheduler/available': [
		async (api) => (await listFreeSlots(api)).map(renameErrorKey),
		async (api) => {
			await new SlotQueue(api, instantClock).refresh();
			return [];
		},
	],
	'GET videos/{id}': getCalls('video'),
	'GET images/{id}': getCalls('image'),
	'GET music/{id}': getCalls('music'),
	'GET speech/{id}': getCalls('speech'),
	'GET videos': listCalls('video'),
	'GET images': listCalls('image'),
	'GET music': listCalls('music'),
	'GET speech': listCalls('speech'),
	'GET videos/effects': [
		optionListCall(optionLists.effectList),
		async (api) =>
			(await optionLists.fetchOptionList(api, optionLists.effectList, {})).map((effect) => ({
				images: formatImageRange(getImageRange(effect)),
				cost: getEffectCredits(effect) ?? null,
			})),
	],
	'GET videos/voices': [optionListCall(optionLists.lipSyncVoiceList)],
	'GET videos/restyles': [optionListCall(optionLists.restyleList)],
	'GET speech/voices': [optionListCall(optionLists.speechVoiceList)],
	'GET speech/models': [optionListCall(optionLists.speechModelList)],
	'POST files': [
		async (api, response) => [
			parseUploadResponse(api, response.body, {
				parameter: 'File',
				verbPhrase: 'upload the file',
			}),
		],
	],
	...Object.fromEntries(
		[
			...['create', 'create-frames', 'extend', 'upscale', 'restyle'].map(
				(name) => `videos/${name}`,
			),
			...['images/create', 'music/create', 'speech/create'],
		].map((endpoint) => [`POST ${endpoint}`, createCalls]),
	),
	'POST callback': [
		(_api, { body }) => {
			const callback = responseSchemas.generationSchema.safeParse(body);
			return callback.success ? [toRawJson(generationTypes.video, callback.data)] : [];
		},
	],
};

/** The processing of every response before it is used. */
export const evaluate = (response: HttpResponse): number | boolean | undefined =>
	isRetryable(response) || parseRetryAfter(response, NOW);
