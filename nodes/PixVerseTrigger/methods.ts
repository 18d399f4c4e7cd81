import { createAccountSearch } from '../shared/listSearch';

export const searchAccounts = createAccountSearch('All Accounts');
