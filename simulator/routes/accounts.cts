import type { FastifyPluginAsync, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Account } from '../accounts.cts';
import { accountNotConfigured, badRequest, problem } from '../error-responses.cts';
import { read } from '../rules/fields.cts';
import { iso } from '../serializers/shared.cts';
import type { World } from '../state.cts';
import { text } from './query.cts';

/** A login with this password is refused, as PixVerse would a wrong one. */
export const REFUSED_PASSWORD = 'wrong';

const body = z
	.object({
		email: z.string().min(1),
		password: z.string().min(1),
		maxJobs: z.number().int().min(1).max(8),
		token: z.string().optional(),
	})
	.strict();

/** The accounts that are configured, and GET features. */
export const accountRoutes =
	(world: World): FastifyPluginAsync =>
	async (app) => {
		app.get('/accounts', async () => {
			const all = world.accounts.list();
			if (all.length === 0) throw problem(404, 'No PixVerse account is configured');
			// An object keyed by e-mail, not a list.
			return Object.fromEntries(all.map((account) => [account.email, accountObject(account)]));
		});

		app.get('/accounts/:email', async (request) => {
			const email = emailOf(request);
			const account = world.accounts.get(email);
			if (!account) throw accountNotConfigured(email);
			return accountObject(account);
		});

		app.post('/accounts/:email', async (request, reply) => {
			const email = emailOf(request);
			const given = read(body, request.fields);
			if (given.email !== email) {
				throw badRequest('Parameter email must be the same in path and body', true);
			}
			if (given.password === REFUSED_PASSWORD) {
				throw problem(401, 'PixVerse refused the login: wrong e-mail or password');
			}
			const known = world.accounts.get(email);
			if (known) {
				known.password = given.password;
				known.maxJobs = given.maxJobs;
				// An error stays: the documented remedy is to delete the account and add it again.
				return await reply.code(201).send(accountObject(known));
			}
			const added = world.accounts.add({
				email,
				password: given.password,
				maxJobs: given.maxJobs,
			});
			return await reply.code(201).send(accountObject(added));
		});

		app.delete('/accounts/:email', async (request, reply) => {
			const email = emailOf(request);
			if (!world.accounts.remove(email)) throw accountNotConfigured(email);
			if (world.faults.switches.deleteAnswers.accounts === 'empty') {
				return await reply.code(204).send();
			}
			return { account: email, deleted: true, remaining: world.accounts.list().length };
		});

		app.get('/features', async (request) =>
			features(world, world.accounts.forInfo(text(request, 'email'))),
		);
	};

const emailOf = (request: FastifyRequest) => (request.params as { email: string }).email;

/** Secrets are always masked. */
function accountObject(account: Account) {
	return {
		email: account.email,
		password: '…secured…',
		maxJobs: account.maxJobs,
		jwt: {
			AccountId: account.accountId,
			ExpireTime: Math.floor(account.tokenExpires / 1000),
			ExpireTimeUTC: iso(account.tokenExpires),
			Username: account.email.split('@', 1)[0],
			token: 'eyJ…secured…sim',
		},
		...(account.error === undefined ? {} : { error: account.error }),
	};
}

const DAY = 86_400_000;

function features(world: World, account: Account) {
	const renewal = iso(world.clock.now() + 30 * DAY);
	return {
		user_id: account.accountId,
		member_id: account.accountId,
		product_id: 4,
		plan_name: account.planName,
		next_plan_name: account.planName,
		current_plan_type: 2,
		next_plan_type: 2,
		credit_daily: account.credits.daily,
		credit_daily_gift: 60,
		initial_credit_gift: 0,
		credit_monthly: account.credits.monthly,
		credit_monthly_gift: 15_000,
		credit_package: account.credits.package,
		credits_more: 30,
		expired_date: renewal,
		billing_renewal_date: renewal,
		price: '60',
		renewal_price: '60',
		billing_period: 1,
		next_billing_period: 1,
		payment: 1,
		invoice_url: '',
		stripe_bill_url: '',
		gen_simultaneously: account.genSimultaneously,
		allow_fast_mode: 1,
		allow_relaxed_mode: 1,
		allow_use_new_feat: 1,
		allow_private_generate: 1,
		remove_watermark: 1,
		allow_purchase_credit: 1,
		sub_order_in_progress: 0,
		allow_effect: 1,
		last_plan_name: '',
		last_plan_type: 0,
		last_product_id: 0,
		expired_member: 0,
		album_num: 1000,
		batch_generation: 1,
		renewal_retention: 0,
		type: 0,
		off_peak: 1,
		off_peak_discount: account.offPeakDiscount,
		preview_mode: 1,
		preview_mode_discount: account.previewModeDiscount,
		qualities: account.qualities,
		cancel_updated_at: '0001-01-01T00:00:00Z',
		remaining_days: 30,
		credits_refresh_time: renewal,
		daily_credits_refresh_time: iso(world.clock.now() + DAY),
		is_gift_card: false,
		veo_sora_models: 1,
		unlimited_image_models: account.unlimitedImageModels,
	};
}
