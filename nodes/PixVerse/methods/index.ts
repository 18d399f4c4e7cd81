import { createGenerationSearch } from './listSearch/generations';

export { searchAccounts, searchAnyAccount } from '../../shared/listSearch/accounts';
export const searchImages = createGenerationSearch('image');
export const searchMusic = createGenerationSearch('music');
export const searchSpeech = createGenerationSearch('speech');
export const searchMusicVideos = createGenerationSearch('musicVideo');
export const searchVideos = createGenerationSearch('video');
export { searchModels } from './listSearch/models';
export {
	searchEffectQualities,
	searchCharacters,
	searchEffects,
	searchLanguages,
	searchLipSyncVoices,
	searchRestyles,
	searchSongs,
	searchStyleImages,
	searchStyles,
	searchVoices,
} from './listSearch/options';
