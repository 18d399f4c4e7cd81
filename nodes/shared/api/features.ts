import type { IDataObject } from 'n8n-workflow';
import { anyObject, numberIn } from './responseSchemas';
import type { PixVerseApi } from './client';
import { readAs } from './parseResponse';

/** Plan and credits of an account, as the API shows them. The account may be left out while there is only one. */
export async function featuresOf(api: PixVerseApi, account?: string): Promise<IDataObject> {
	const occasion = { task: 'read the plan and credits', account };
	const body = await api.call(
		{ method: 'GET', path: 'features/', query: { email: account } },
		occasion,
	);
	return readAs(api, anyObject, body, occasion) as IDataObject;
}

/** The ten most useful facts. Credits left are daily, monthly and bought ones together. */
export function simplifiedFeatures(features: IDataObject, account?: string): IDataObject {
	const number = (name: string) => numberIn(features[name]) ?? 0;
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
