export { searchAccounts, searchAnyAccount } from '../../shared/listSearch/accounts';
export { searchModels } from './listSearch/models';
export {
	searchEffectQualities,
	searchEffects,
	searchLanguages,
	searchLipSyncVoices,
	searchRestyles,
	searchVoices,
} from './listSearch/options';
