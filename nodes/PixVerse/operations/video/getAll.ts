import { families } from '../../../shared/api/families';
import { listAll } from '../../../shared/api/paging';
import { accountToRead } from '../../fields/account';
import { simplify } from '../../fields/delivery';
import { returnAllOrLimit } from '../../fields/lists';
import { call } from '../definition';

/** Lists an account's videos, newest first, running ones and ones made on the website included. */
export const getAll = call({
	option: {
		name: 'Get Many',
		value: 'getAll',
		action: 'Get many videos',
		description: 'List the videos of an account, newest first',
	},
	fields: [accountToRead, ...returnAllOrLimit, simplify],
	run: async (api, item) => {
		const request = { account: item.account(), limit: item.limit() };
		const rows = await listAll(api, families.video, request, { task: 'list the videos' });
		return rows.map((row) => item.present(families.video, row));
	},
});
