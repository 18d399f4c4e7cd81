import type { IDataObject } from 'n8n-workflow';
import { looseObjectSchema, toNumber } from './responseSchemas';
import type { PixVerseClient } from './client';
import { parseResponse } from './parseResponse';

/** Plan and credits of an account, as the API shows them. The account may be left out while there is only one. */
export async function getAccountFeatures(
	api: PixVerseClient,
	account?: string,
): Promise<IDataObject> {
	const errorContext = { verbPhrase: 'read the plan and credits', account };
	const body = await api.request(
		{ method: 'GET', path: 'features/', query: { email: account } },
		errorContext,
	);
	return parseResponse(api, looseObjectSchema, body, errorContext) as IDataObject;
}

/** The ten most useful facts. Credits left are daily, monthly and bought ones together. */
export function simplifyAccountFeatures(features: IDataObject, account?: string): IDataObject {
	const number = (name: string) => toNumber(features[name]) ?? 0;
	return {
		account: account ?? null,
		plan: features.plan_name ?? null,
		credits: number('credit_daily') + number('credit_monthly') + number('credit_package'),
		creditsDaily: number('credit_daily'),
		creditsMonthly: number('credit_monthly'),
		creditsBought: number('credit_package'),
		concurrency: features.gen_simultaneously ?? null,
		qualities: features.qualities ?? null,
		offPeakDiscount: features.off_peak_discount ?? null,
		renewsAt: features.credits_refresh_time ?? features.expired_date ?? null,
	};
}
