export { searchAccounts, searchAnyAccount } from './listSearch/accounts';
export { searchModels } from './listSearch/models';
export {
	searchEffectQualities,
	searchEffects,
	searchLanguages,
	searchLipSyncVoices,
	searchRestyles,
	searchVoices,
} from './listSearch/options';
