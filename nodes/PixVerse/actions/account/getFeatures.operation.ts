import { featuresOf, simplifiedFeatures } from '../../../shared/api/features';
import { accountToRead } from '../../descriptions/account';
import { simplify } from '../../descriptions/waitAndOutput';
import { call } from '../types';

/** Plan, credits and concurrency of an account. */
export const getFeatures = call({
	page: 'GET features',
	option: {
		name: 'Get Plan and Credits',
		value: 'getFeatures',
		action: 'Get plan and credits of account',
		description: 'Read the plan of an account: credits left, free slots, qualities and discounts',
	},
	fields: [accountToRead, simplify],
	run: async (api, item) => {
		const account = item.account();
		const features = await featuresOf(api, account);
		return item.boolean('simplify') === false ? features : simplifiedFeatures(features, account);
	},
});
