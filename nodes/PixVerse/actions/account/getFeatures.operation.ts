import { getAccountFeatures, simplifyAccountFeatures } from '../../../shared/api/accounts';
import { accountForReading } from '../../descriptions/account';
import { simplify } from '../../descriptions/waitAndOutput';
import { defineRequest } from '../types';

/** Plan, credits and concurrency of an account. */
export const getFeatures = defineRequest({
	apiEndpoint: 'GET features',
	option: {
		name: 'Get Plan and Credits',
		value: 'getFeatures',
		action: 'Get plan and credits of account',
		description: 'Read the plan of an account: credits left, free slots, qualities and discounts',
	},
	fields: [accountForReading, simplify],
	run: async (api, item) => {
		const account = item.account();
		const features = await getAccountFeatures(api, account);
		return item.boolean('simplify') === false
			? features
			: simplifyAccountFeatures(features, account);
	},
});
