import { searchAccountsOr } from '../PixVerse/methods/listSearch/accounts';

/** Lists the configured accounts; none stands for all of them. */
export const searchAccounts = searchAccountsOr('All Accounts');
