import { request } from 'undici';
import type { IDataObject } from 'n8n-workflow';
import { getGeneration } from '../../nodes/shared/api/generations';
import { type GenerationTypeConfig, generationTypes } from '../../nodes/shared/api/generationTypes';
import { isSuccess } from '../../nodes/shared/api/requestResult';
import { MINUTE, SECOND } from '../../nodes/shared/time';
import { imageModels } from '../../nodes/shared/catalog/imageModels';
import { estimateCost } from '../../nodes/shared/catalog/prices';
import { videoModels } from '../../nodes/shared/catalog/videoModels';
import { parseStatus } from '../../nodes/shared/jobs/jobStatus';
import {
	mayHaveCreatedJob,
	parseCreateResponse,
} from '../../nodes/shared/jobs/submit/createResponse';
import type { Probe } from './checks.cts';
import { compareFields, compareGeneration, comparePrice } from './compare.cts';
import { AUDIO, type Fields, IMAGE, VIDEO } from './expected.cts';
import { type Check, showValue } from './findings.cts';
import type { Session } from './session.cts';

/** A generation with a known price. */
export interface Purchase {
	readonly type: GenerationTypeConfig;
	readonly endpoint: string;
	readonly body: IDataObject;
	readonly credits: number;
	readonly fields: Fields;
}

const TEXT = 'A probe of the n8n node.';
const MIN_POLL_MS = SECOND;
const MAX_POLL_MS = 10 * SECOND;
const TIMEOUT_MS = 20 * MINUTE;

/** Finds the cheapest video, image, and speech clip with a known price. */
export function findCheapest(voiceId: string | undefined): Purchase[] {
	const videos = Object.entries(videoModels)
		.filter(
			([, { endpoints, required = [] }]) =>
				endpoints.includes('create') && !required.includes('first_frame_path'),
		)
		.flatMap(([model, { qualities, durations }]) =>
			qualities.map((quality) => ({ prompt: TEXT, model, quality, duration: durations?.min ?? 5 })),
		);
	const images = Object.entries(imageModels).flatMap(([model, { qualities, detailLevels }]) =>
		detailLevels === undefined
			? qualities.map((quality) => ({ prompt: TEXT, model, quality }))
			: [],
	);
	const speech = voiceId === undefined ? [] : [{ text: TEXT, voice_id: voiceId }];
	return [
		...chooseCheapest(generationTypes.video, 'videos/create', videos, VIDEO),
		...chooseCheapest(generationTypes.image, 'images/create', images, IMAGE),
		...chooseCheapest(generationTypes.speech, 'speech/create', speech, AUDIO),
	];
}

function chooseCheapest(
	type: GenerationTypeConfig,
	endpoint: string,
	bodies: readonly IDataObject[],
	fields: Fields,
): Purchase[] {
	return bodies
		.flatMap((body) => {
			const { credits } = estimateCost(endpoint, body);
			return credits === undefined ? [] : [{ type, endpoint, body, credits, fields }];
		})
		.sort((a, b) => a.credits - b.credits)
		.slice(0, 1);
}

/** Generates as many of the cheapest generations as the limit allows, and compares each including its file. */
export async function generateCheapest(
	session: Session,
	probe: Probe,
	limit: number,
	pause: (ms: number) => Promise<void>,
): Promise<void> {
	let remaining = limit;
	for (const purchase of findCheapest(probe.voiceId).sort((a, b) => a.credits - b.credits)) {
		await probe.check(`POST ${purchase.endpoint}`, async (check) => {
			if (purchase.credits > remaining) {
				check.note(
					`It costs ${purchase.credits} credits, but only ${remaining} of --spend are left`,
				);
				return 'skipped';
			}
			remaining -= purchase.credits;
			return await generate(session, probe.account, purchase, check, pause);
		});
	}
}

async function generate(
	{ api, latestBody }: Session,
	account: string | undefined,
	{ type, endpoint, body, credits, fields }: Purchase,
	check: Check,
	pause: (ms: number) => Promise<void>,
): Promise<string> {
	const verbPhrase = `create the ${type.kind}`;
	const result = await api.send({
		method: 'POST',
		path: endpoint,
		body: { ...body, email: account },
	});
	if (!isSuccess(result)) {
		if (mayHaveCreatedJob(result)) check.note('It may have been created and charged anyway');
		throw api.toError(result, { verbPhrase });
	}
	const created = parseCreateResponse(result);
	const [id] = created?.ids ?? [];
	if (!id) throw new Error('The response of the create has no ID that the nodes can read');
	if (created?.credits !== undefined) comparePrice(check, 'It', created.credits, credits);
	let wait = MIN_POLL_MS;
	for (let waited = 0; waited < TIMEOUT_MS; waited += wait) {
		await pause(wait);
		wait = Math.min(wait * 1.5, MAX_POLL_MS);
		const row = await getGeneration(api, type, id);
		const { phase, name } = parseStatus(type, row);
		if (phase === 'running') {
			compareGeneration(check, type, row);
			continue;
		}
		compareFields(check, latestBody(), fields);
		compareGeneration(check, type, row);
		if (phase !== 'completed') {
			check.report('no file', `The ${type.kind} ended as ${showValue(name)}`);
			return 'failed';
		}
		return await download(check, type, String(row[type.urlField]));
	}
	check.report('no file', `The ${type.kind} isn't finished after ${TIMEOUT_MS / MINUTE} minutes`);
	return 'not finished';
}

async function download(
	check: Check,
	{ kind, mimeType }: GenerationTypeConfig,
	url: string,
): Promise<string> {
	const { statusCode, headers, body } = await request(url);
	let bytes = 0;
	for await (const chunk of body) bytes += (chunk as Buffer).length;
	const contentType = String(headers['content-type'] ?? '');
	if (statusCode !== 200 || bytes === 0) {
		check.report(
			'no file',
			`The file of the ${kind} has the status ${statusCode} and ${bytes} bytes`,
		);
	} else if (!contentType.startsWith(mimeType)) {
		check.report(
			'unknown value',
			`content-type ${contentType.slice(0, 40)}, but the nodes expect ${mimeType}`,
		);
	}
	return `${bytes} bytes`;
}
