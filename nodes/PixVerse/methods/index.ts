import { createAccountSearch } from '../../shared/listSearch';

export { searchAccounts } from '../../shared/listSearch';
export const searchAnyAccount = createAccountSearch('Any Account');
export * from './listSearch/generations';
export { searchModels } from './listSearch/models';
export * from './listSearch/options';
