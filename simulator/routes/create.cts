import type { FastifyPluginAsync, FastifyRequest } from 'fastify';
import type { Account } from '../accounts.cts';
import { readAudioLength } from '../audio-length.cts';
import { parseId } from '../ids.cts';
import type { Job } from '../jobs.cts';
import { REJECTED_MARKER } from '../planned-results.cts';
import { applyDiscounts } from '../prices.cts';
import {
	ApiError,
	createBadRequestError,
	createNoCreditsError,
	createModerationError,
	createApiError,
	getErrorMessage,
} from '../error-responses.cts';
import type { UploadedFile } from '../files.cts';
import type { CreateEndpoint, GenerationRequest, UploadInput } from '../rules/endpoint.cts';
import { CREATE_ENDPOINTS } from '../rules/endpoints.cts';
import type { Fields } from '../rules/fields.cts';
import { VIDEO_MODELS } from '../rules/video-models.cts';
import { isLibraryPath } from '../seeds/music-video-library.cts';
import { getImagePath } from '../serializers/image.cts';
import type { SimulatorState } from '../state.cts';

/** All create endpoints share one handler. */
export const createRoutes =
	(state: SimulatorState): FastifyPluginAsync =>
	async (app) => {
		for (const endpoint of CREATE_ENDPOINTS) {
			for (const path of [endpoint.path, ...(endpoint.aliases ?? [])]) {
				app.post(`/${path}`, async (request) => await create(state, endpoint, request));
			}
		}
	};

async function create(state: SimulatorState, endpoint: CreateEndpoint, request: FastifyRequest) {
	const body = request.fields;
	const generation = endpoint.parse(body, state);
	checkUploads(state, generation, body);
	const account = chooseAccount(state, generation, body);
	checkPlan(account, generation);
	if (generation.parameters.prompt?.includes(REJECTED_MARKER)) throw createModerationError();

	const count = generation.count ?? 1;
	const price = getPrice(state, account, generation, body);
	if (generation.quote && state.faults.switches.quoteField !== 'ignored') {
		return formatQuote(state, price * count);
	}
	if (state.accounts.getBalance(account) < price * count) throw createNoCreditsError();
	state.accounts.charge(account, price * count);

	const jobs = Array.from({ length: count }, () =>
		createJob(state, account, endpoint, generation, body, price),
	);
	await Promise.all(jobs.map((job) => state.webhooks.onAccepted(job)));
	const ids = jobs.map((job) => job.id);
	const response = endpoint.buildResponse?.(ids) ?? { [ID_FIELDS[generation.kind]]: ids[0] };
	const { costCredits } = state.faults.switches;
	const withCredits =
		costCredits === 'all' || (costCredits === 'create' && endpoint.path === 'videos/create');
	return withCredits ? { ...response, cost_credits: price * count } : response;
}

/** Formats the price of a quote, whose field is undocumented. */
function formatQuote(state: SimulatorState, price: number): Record<string, unknown> {
	const { quoteField } = state.faults.switches;
	return quoteField === 'none' ? {} : { [quoteField]: price };
}

const ID_FIELDS = {
	video: 'video_id',
	image: 'image_id',
	music: 'audio_id',
	speech: 'audio_id',
} as const;

function createJob(
	state: SimulatorState,
	account: Account,
	endpoint: CreateEndpoint,
	generation: GenerationRequest,
	body: Fields,
	credits: number,
): Job {
	const now = state.clock.now();
	// Neither the scheduler nor its slots include off-peak jobs.
	const offPeak = generation.parameters.offPeak === true;
	const job = state.jobs.add(generation.kind, account.email, {
		endpoint: endpoint.path,
		request: body,
		parameters: generation.parameters,
		replyUrl: (body.replyUrl as string | undefined) ?? state.platform.replyUrl,
		replyRef: body.replyRef as string | undefined,
		credits,
		createdAt: now,
		updatedAt: now,
		startedElapsed: state.clock.elapsed(),
		status: 'QUEUED',
		tracked: !offPeak,
		notifies: !offPeak || state.faults.switches.offPeakCallbacks,
		deleted: false,
	});
	state.lifecycle.start(job);
	return job;
}

function checkLength(name: string, { bytes }: UploadedFile, seconds: UploadInput['seconds']): void {
	const length = seconds && bytes && readAudioLength(bytes);
	if (length === undefined) return;
	if (Math.ceil(length) >= seconds!.min && Math.floor(length) <= seconds!.max) return;
	throw createBadRequestError(
		`Parameter ${name}: the audio must be ${seconds!.min} to ${seconds!.max} s long, not ${Math.round(length)}`,
	);
}

/** Paths come from POST files or the library. The `image/…` path of a finished image is accepted too. */
function checkUploads(state: SimulatorState, generation: GenerationRequest, body: Fields): void {
	for (const { name, kind, library, contentTypes, seconds } of generation.uploads) {
		const path = String(body[name]);
		if (library !== undefined && isLibraryPath(library, path)) continue;
		const file = state.files.find(path);
		if (file?.kind === kind) {
			if (contentTypes?.includes(file.contentType) === false) {
				throw createBadRequestError(`Parameter ${name}: ${file.contentType} is not supported`);
			}
			checkLength(name, file, seconds);
			continue;
		}
		if (file)
			throw createBadRequestError(
				`Parameter ${name}: ${path} is not ${kind === 'video' ? 'a' : 'an'} ${kind}`,
			);
		const image = kind === 'image' && path.startsWith('image/');
		if (image && state.jobs.all.some((job) => !job.deleted && getImagePath(job) === path)) continue;
		throw createBadRequestError(`Parameter ${name}: ${path} was not uploaded`);
	}
}

/**
 * Chooses the account: the named one, the owner of the source video, or any with a free slot.
 * @throws 404 when it's unknown, 596 in error state, 429 when all are at `maxJobs`
 */
function chooseAccount(
	state: SimulatorState,
	generation: GenerationRequest,
	body: Fields,
): Account {
	const { source } = generation.parameters;
	// Only the account that owns a video can use it.
	const email = source ? parseId(source)?.email : (body.email as string | undefined);
	const count = generation.count ?? 1;
	const needsSlot = generation.quote !== true;
	const hasSlot = (account: Account) => {
		if (!needsSlot) return true;
		const limit = (body.maxJobs as number | undefined) ?? account.maxJobs;
		if (state.jobs.listTracked(account.email).length + 1 > limit) return false;
		if (!state.faults.switches.planConcurrency) return true;
		return state.jobs.listUnfinished(account.email).length + count <= account.genSimultaneously;
	};
	const account = state.accounts.pickForCreate(email, hasSlot);
	if (account) return account;
	const seconds = state.faults.switches.retryAfter;
	if (seconds === null) throw createApiError(429, getErrorMessage(429), false);
	const retryAfter = new Date(state.clock.now() + seconds * 1000).toISOString();
	throw new ApiError(
		429,
		{ error: getErrorMessage(429), retryAfter },
		{ 'retry-after': String(seconds) },
	);
}

/** Returns the credits of one result in an account. */
function getPrice(
	state: SimulatorState,
	account: Account,
	{ kind, parameters, price }: GenerationRequest,
	body: Fields,
): number {
	if (parameters.musicVideo) {
		// The first one of an account is free.
		const isFirst = !state.jobs.all.some(
			(job) => job.email === account.email && job.parameters.musicVideo,
		);
		if (isFirst) return 0;
	}
	const isUnlimited = account.unlimitedImageModels.includes(parameters.model);
	if (kind === 'image' && isUnlimited && body.relax_mode !== false) return 0;
	return applyDiscounts(price, parameters, account);
}

/** Third-party video models need a Pro plan or higher. The status of the rejection is undocumented. */
function checkPlan(account: Account, { kind, parameters }: GenerationRequest): void {
	const model = VIDEO_MODELS[parameters.model];
	if (kind !== 'video' || !model || model.native) return;
	if (/^(free|basic|standard)/i.test(account.planName)) {
		throw createBadRequestError(
			`Parameter model: ${parameters.model} requires a Pro plan or higher`,
		);
	}
}
