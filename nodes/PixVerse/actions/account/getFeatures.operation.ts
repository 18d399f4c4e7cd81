import { getAccountFeatures, simplifyAccountFeatures } from '../../../shared/api/accounts';
import { accountForReading } from '../../descriptions/account';
import { simplify } from '../../../shared/descriptions/output';
import { defineRequest } from '../types';

export const getFeatures = defineRequest({
	apiEndpoint: 'GET features',
	option: {
		name: 'Get Plan and Credits',
		value: 'getFeatures',
		action: 'Get the plan and credits of an account',
		description:
			'Get the plan of an account: remaining credits, concurrency, qualities, and discounts',
	},
	fields: [accountForReading, simplify],
	run: async (api, item) => {
		const account = item.getAccount();
		const features = await getAccountFeatures(api, account);
		return item.getBoolean('simplify') === false
			? features
			: simplifyAccountFeatures(features, account);
	},
});
