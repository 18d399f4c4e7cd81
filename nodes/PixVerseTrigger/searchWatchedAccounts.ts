import { createAccountSearch } from '../shared/listSearch/accounts';

/** Lists the configured accounts; none stands for all of them. */
export const searchWatchedAccounts = createAccountSearch('All Accounts');
