import type { FastifyPluginAsync, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Account } from '../accounts.cts';
import {
	createUnknownAccountError,
	createBadRequestError,
	createApiError,
} from '../error-responses.cts';
import { parseBody } from '../rules/fields.cts';
import { toIso } from '../serializers/shared.cts';
import type { SimulatorState } from '../state.cts';
import { getQueryText } from './query.cts';

/** A login with this password is rejected, like a wrong password at PixVerse. */
export const REJECTED_PASSWORD = 'wrong';

const body = z
	.object({
		email: z.string().min(1),
		password: z.string().min(1),
		maxJobs: z.number().int().min(1).max(8),
		token: z.string().optional(),
	})
	.strict();

/** The configured accounts, and GET features. */
export const accountRoutes =
	(state: SimulatorState): FastifyPluginAsync =>
	async (app) => {
		app.get('/accounts', async () => {
			const all = state.accounts.list();
			if (all.length === 0) throw createApiError(404, 'No PixVerse account is configured');
			// An object keyed by e-mail, not a list.
			return Object.fromEntries(all.map((account) => [account.email, serializeAccount(account)]));
		});

		app.get('/accounts/:email', async (request) => {
			const email = getEmail(request);
			const account = state.accounts.get(email);
			if (!account) throw createUnknownAccountError(email);
			return serializeAccount(account);
		});

		app.post('/accounts/:email', async (request, reply) => {
			const email = getEmail(request);
			const values = parseBody(body, request.fields);
			if (values.email !== email) {
				throw createBadRequestError('Parameter email must be the same in path and body', true);
			}
			if (values.password === REJECTED_PASSWORD) {
				throw createApiError(401, 'PixVerse rejected the login: wrong e-mail or password');
			}
			const known = state.accounts.get(email);
			if (known) {
				known.password = values.password;
				known.maxJobs = values.maxJobs;
				// An error state stays: the documented remedy is to delete the account and add it again.
				return await reply.code(201).send(serializeAccount(known));
			}
			const added = state.accounts.add({
				email,
				password: values.password,
				maxJobs: values.maxJobs,
			});
			return await reply.code(201).send(serializeAccount(added));
		});

		app.delete('/accounts/:email', async (request, reply) => {
			const email = getEmail(request);
			if (!state.accounts.remove(email)) throw createUnknownAccountError(email);
			if (state.faults.switches.deleteResponses.accounts === 'empty') {
				return await reply.code(204).send();
			}
			return { account: email, deleted: true, remaining: state.accounts.list().length };
		});

		app.get('/features', async (request) =>
			serializeFeatures(state, state.accounts.resolveForRead(getQueryText(request, 'email'))),
		);
	};

const getEmail = (request: FastifyRequest) => (request.params as { email: string }).email;

/** Serializes an account with masked secrets. */
function serializeAccount(account: Account) {
	return {
		email: account.email,
		password: '…secured…',
		maxJobs: account.maxJobs,
		jwt: {
			AccountId: account.accountId,
			ExpireTime: Math.floor(account.tokenExpires / 1000),
			ExpireTimeUTC: toIso(account.tokenExpires),
			Username: account.email.split('@', 1)[0],
			token: 'eyJ…secured…sim',
		},
		...(account.error === undefined ? {} : { error: account.error }),
	};
}

const DAY = 86_400_000;

function serializeFeatures(state: SimulatorState, account: Account) {
	const renewal = toIso(state.clock.now() + 30 * DAY);
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
		daily_credits_refresh_time: toIso(state.clock.now() + DAY),
		is_gift_card: false,
		veo_sora_models: 1,
		unlimited_image_models: account.unlimitedImageModels,
	};
}
