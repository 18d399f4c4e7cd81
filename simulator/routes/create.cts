import type { FastifyPluginAsync, FastifyRequest } from 'fastify';
import type { Account } from '../accounts.cts';
import { parseId } from '../ids.cts';
import type { Job } from '../jobs.cts';
import { REFUSED } from '../planned-results.cts';
import { discounted } from '../prices.cts';
import {
	ApiProblem,
	badRequest,
	creditsExhausted,
	moderated,
	problem,
	textOf,
} from '../error-responses.cts';
import type { CreateEndpoint, Order } from '../rules/endpoint.cts';
import { CREATE_ENDPOINTS } from '../rules/endpoints.cts';
import type { Fields } from '../rules/fields.cts';
import { imagePath } from '../serializers/image.cts';
import type { World } from '../state.cts';

/** All create-type calls: one way in, whatever they make. */
export const createRoutes =
	(world: World): FastifyPluginAsync =>
	async (app) => {
		for (const endpoint of CREATE_ENDPOINTS) {
			for (const path of [endpoint.path, ...(endpoint.aliases ?? [])]) {
				app.post(`/${path}`, async (request) => await create(world, endpoint, request));
			}
		}
	};

async function create(world: World, endpoint: CreateEndpoint, request: FastifyRequest) {
	const body = request.fields;
	const order = endpoint.order(body, world);
	checkUploads(world, order, body);
	const account = chooseAccount(world, order, body);
	if (order.wanted.prompt?.includes(REFUSED)) throw moderated();

	const count = order.count ?? 1;
	const each = isFree(account, order) ? 0 : discounted(order.price, order.wanted, account);
	if (world.accounts.balance(account) < each * count) throw creditsExhausted();
	world.accounts.charge(account, each * count);

	const jobs = Array.from({ length: count }, () =>
		open(world, account, endpoint, order, body, each),
	);
	await Promise.all(jobs.map((job) => world.webhooks.accepted(job)));
	const ids = jobs.map((job) => job.id);
	const answer = endpoint.answer?.(ids) ?? { [ANSWER_FIELD[order.kind]]: ids[0] };
	const { costCredits } = world.faults.switches;
	const told =
		costCredits === 'all' || (costCredits === 'create' && endpoint.path === 'videos/create');
	return told ? { ...answer, cost_credits: each * count } : answer;
}

const ANSWER_FIELD = {
	video: 'video_id',
	image: 'image_id',
	music: 'audio_id',
	speech: 'audio_id',
} as const;

function open(
	world: World,
	account: Account,
	endpoint: CreateEndpoint,
	order: Order,
	body: Fields,
	credits: number,
): Job {
	const now = world.clock.now();
	const job = world.jobs.add(order.kind, account.email, {
		endpoint: endpoint.path,
		request: body,
		wanted: order.wanted,
		replyUrl: (body.replyUrl as string | undefined) ?? world.platform.replyUrl,
		replyRef: body.replyRef as string | undefined,
		credits,
		createdAt: now,
		updatedAt: now,
		startedElapsed: world.clock.elapsed(),
		status: 'QUEUED',
		tracked: true,
		deleted: false,
	});
	world.lifecycle.begin(job);
	return job;
}

/** Paths come from POST files; a finished image's own `image/…` path is one too. */
function checkUploads(world: World, order: Order, body: Fields): void {
	for (const { name, kind } of order.uploads) {
		const path = String(body[name]);
		const file = world.files.find(path);
		if (file?.kind === kind) continue;
		if (file)
			throw badRequest(
				`Parameter ${name}: ${path} is not ${kind === 'video' ? 'a' : 'an'} ${kind}`,
			);
		const image = kind === 'image' && path.startsWith('image/');
		if (image && world.jobs.all.some((job) => !job.deleted && imagePath(job) === path)) continue;
		throw badRequest(`Parameter ${name}: ${path} was not uploaded`);
	}
}

/**
 * The account that does it: the one named, that of the source video, or any with a free slot. 404 unknown, 596 in
 * error state, 429 when all are at their `maxJobs`.
 */
function chooseAccount(world: World, order: Order, body: Fields): Account {
	const { source } = order.wanted;
	// A video can only be worked on by the account that has it.
	const named = source ? parseId(source)?.email : (body.email as string | undefined);
	const count = order.count ?? 1;
	const hasSlot = (account: Account) => {
		const most = (body.maxJobs as number | undefined) ?? account.maxJobs;
		if (world.jobs.tracked(account.email).length + 1 > most) return false;
		if (!world.faults.switches.planConcurrency) return true;
		return world.jobs.unfinished(account.email).length + count <= account.genSimultaneously;
	};
	const account = world.accounts.forCreate(named, hasSlot);
	if (account) return account;
	const seconds = world.faults.switches.retryAfter;
	if (seconds === null) throw problem(429, textOf(429), false);
	const retryAfter = new Date(Date.now() + seconds * 1000).toISOString();
	throw new ApiProblem(429, { error: textOf(429), retryAfter }, { 'retry-after': String(seconds) });
}

/** Image models that the plan gives without limit. */
function isFree(account: Account, order: Order): boolean {
	return order.kind === 'image' && account.unlimitedImageModels.includes(order.wanted.model);
}
