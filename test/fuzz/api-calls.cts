import type { INodeExecutionData } from 'n8n-workflow';

import * as answers from '../../nodes/shared/api/responseSchemas';
import { anyAccount, getAccount, listAccounts, saveAccount } from '../../nodes/shared/api/accounts';
import type { PixVerseApi } from '../../nodes/shared/api/client';
import type { Clock } from '../../nodes/shared/api/clock';
import { verdict } from '../../nodes/shared/api/credentialTest';
import { families, type Kind } from '../../nodes/shared/api/generationTypes';
import { featuresOf, simplifiedFeatures } from '../../nodes/shared/api/features';
import { parseId } from '../../nodes/shared/api/generationId';
import * as offers from '../../nodes/shared/api/optionLists';
import { listAll } from '../../nodes/shared/api/paging';
import type { Answer } from '../../nodes/shared/api/requestResult';
import { passes, retryAfter } from '../../nodes/shared/api/requestResult';
import { freeSlots, runningJobs } from '../../nodes/shared/api/scheduler';
import { Search } from '../../nodes/shared/jobs/submit/lostJobRecovery';
import { idsIn } from '../../nodes/shared/jobs/submit/createResponse';
import { getGeneration, lookAtOne } from '../../nodes/shared/jobs/poll/statusReader';
import type { Job } from '../../nodes/shared/jobs/types';
import { Readings } from '../../nodes/shared/jobs/submit/jobListCache';
import { asItemJson, simplified, whole } from '../../nodes/shared/jobs/output/generationJson';
import { Slots } from '../../nodes/shared/jobs/submit/slotQueue';
import { uploadedIn } from '../../nodes/shared/jobs/submit/uploader';
import { verdictOn } from '../../nodes/shared/jobs/poll/evaluateJob';
import { costOf, imagesFor, imagesInWords } from '../../nodes/PixVerse/actions/effects';
import { itemOf } from '../../nodes/PixVerseTrigger/output';
import { begin, plan } from '../../nodes/PixVerseTrigger/selectNewRows';
import { read } from '../../nodes/PixVerseTrigger/readList';

/**
 * Reads an answer as the node does, with the node's own code: what it makes items of, or what it fails with.
 * @param answer what the API answers to every request of the reader
 */
export type Reader = (api: PixVerseApi, answer: Answer) => Promise<Json[]> | Json[];
type Json = INodeExecutionData['json'];

const atOnce: Clock = { now: () => 0, sleep: async () => {} };
const NOW = Date.UTC(2026, 10, 1);

const job = (kind: Kind): Job => ({
	itemIndex: 0,
	family: families[kind],
	id: parseId(`user:1234-pixverse:studio@example.com-${kind}:1`) as Job['id'],
	delivery: { waitMode: 'poll', timeout: 60_000, onTimeout: 'fail', simplify: true },
	request: { prompt: 'a lighthouse' },
	own: true,
	deadline: 0,
});

function one(kind: Kind): Reader[] {
	const family = families[kind];
	return [
		async (api) => {
			const seen = await getGeneration(api, family, job(kind).id);
			return [simplified(family, seen), whole(family, seen)];
		},
		async (api) => {
			const glance = await lookAtOne(api, job(kind));
			const verdict = verdictOn(api, job(kind), glance);
			if (verdict.phase === 'failed') throw verdict.error;
			const seen = verdict.phase === 'completed' ? verdict.seen : undefined;
			return [whole(family, seen, { request: { prompt: 'x' } })];
		},
	];
}

function many(kind: Kind): Reader[] {
	const family = families[kind];
	const task = { task: `list the ${family.path}` };
	return [
		async (api) => {
			const rows = await listAll(api, family, { limit: 120 }, task);
			return rows.flatMap((row) => [simplified(family, row), whole(family, row)]);
		},
		async (api) => {
			const criteria = {
				kinds: [kind],
				outcome: 'both',
				models: [],
				prompt: '',
				own: false,
			} as const;
			const wanted = { criteria: { ...criteria, kinds: [kind], models: [] } };
			const memory = { ...begin(wanted, NOW - 1), asked: { [kind]: 0 } };
			const needs = { met: () => true, beyond: () => [] };
			const order = { kind, account: 'a@b.test', needs, isOwn: () => true, deadline: Infinity };
			const reading = await read(api, order);
			const planned = plan(memory, { readings: [reading] }, NOW, wanted);
			return [
				planned.memory as unknown as Json,
				...planned.emit.flatMap((row) => [
					itemOf(row, { simplify: true }, NOW).json,
					itemOf(row, { simplify: false }, NOW).json,
				]),
			];
		},
	];
}

const offer =
	(list: offers.OfferList): Reader =>
	async (api) =>
		(await offers.readOffers(api, list, {})).map(asItemJson);

const creates: Reader[] = [
	(_api, answer) => {
		const { ids = [], credits } = idsIn(answer) ?? {};
		return [{ ids: ids.map(({ raw }) => raw), credits: credits ?? null }];
	},
];

/** The readers of every answer, by the call it belongs to. */
export const readers: Readonly<Record<string, readonly Reader[]>> = {
	'GET accounts': [
		async (api) => (await listAccounts(api)).map(asItemJson),
		async (api) => [{ account: (await anyAccount(api)) ?? null }],
	],
	'GET accounts/{email}': [async (api) => [asItemJson(await getAccount(api, 'a@b.test'))]],
	'POST accounts/{email}': [
		async (api) => [
			asItemJson(await saveAccount(api, { email: 'a@b.test', password: 'sesame', maxJobs: 3 })),
		],
	],
	'GET features': [
		async (api) => {
			const features = await featuresOf(api, 'a@b.test');
			return [asItemJson(features), simplifiedFeatures(features, 'a@b.test')];
		},
	],
	'GET account': [
		(_api, { status, body }) => {
			const { status: found, message } = verdict(status, body);
			return [{ found, message }];
		},
	],
	'GET scheduler': [
		async (api) => (await runningJobs(api)).map(asItemJson),
		async (api) => {
			const lost = {
				reference: 'a-reference',
				family: families.video,
				account: 'a@b.test',
				count: 1,
				request: { prompt: 'a lighthouse', model: 'v6' },
				since: 0,
			};
			const search = new Search(atOnce, new Readings(api, atOnce), lost);
			const ids = (await search.afterwards()).map(({ raw }) => raw);
			return [{ ids, candidates: search.candidates }];
		},
	],
	'GET scheduler/available': [
		async (api) => (await freeSlots(api)).map(asItemJson),
		async (api) => {
			const slots = new Slots(api, atOnce);
			await slots.count();
			slots.close();
			return [];
		},
	],
	'GET videos/{id}': one('video'),
	'GET images/{id}': one('image'),
	'GET music/{id}': one('music'),
	'GET speech/{id}': one('speech'),
	'GET videos': many('video'),
	'GET images': many('image'),
	'GET music': many('music'),
	'GET speech': many('speech'),
	'GET videos/effects': [
		offer(offers.effects),
		async (api) =>
			(await offers.readOffers(api, offers.effects, {})).map((effect) => ({
				images: imagesInWords(imagesFor(effect)),
				cost: costOf(effect) ?? null,
			})),
	],
	'GET videos/voices': [offer(offers.lipSyncVoices)],
	'GET videos/restyles': [offer(offers.restyles)],
	'GET speech/voices': [offer(offers.speechVoices)],
	'GET speech/models': [offer(offers.speechModelsOffered)],
	'POST files': [
		async (api, answer) => [
			uploadedIn(api, answer.body, { parameter: 'File', itemIndex: 0, task: 'upload the file' }),
		],
	],
	...Object.fromEntries(
		[
			...['create', 'create-frames', 'extend', 'upscale', 'restyle'].map(
				(name) => `videos/${name}`,
			),
			...['images/create', 'music/create', 'speech/create'],
		].map((endpoint) => [`POST ${endpoint}`, creates]),
	),
	'POST callback': [
		(_api, { body }) => {
			const seen = answers.generationObject.safeParse(body);
			return seen.success ? [whole(families.video, seen.data)] : [];
		},
	],
};

/** What the client does with every answer before anybody reads it. */
export const consider = (answer: Answer): number | boolean | undefined =>
	passes(answer) || retryAfter(answer, NOW);
