export { searchAccounts, searchAnyAccount } from './accounts';
export { searchModels } from './models';
export {
	searchEffectQualities,
	searchEffects,
	searchLanguages,
	searchLipSyncVoices,
	searchRestyles,
	searchVoices,
} from './offers';
