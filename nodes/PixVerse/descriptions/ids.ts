import type { INodeProperties } from 'n8n-workflow';
import { type GenerationType, generationTypes } from '../../shared/api/generationTypes';
import { searchableLocator } from '../../shared/descriptions/searchableLocator';
import { capitalize } from '../../shared/text';

const SEARCH_METHODS: Record<GenerationType, string> = {
	video: 'searchVideos',
	musicVideo: 'searchMusicVideos',
	image: 'searchImages',
	music: 'searchMusic',
	speech: 'searchSpeech',
};

/** An existing generation: one of the newest, or any by its ID. */
export function generationIdField(kind: GenerationType): INodeProperties {
	const { countNoun, idKind } = generationTypes[kind];
	return searchableLocator({
		displayName: capitalize(countNoun),
		name: getIdParameter(kind),
		required: true,
		description: 'Choose one of the newest, or enter an ID as returned by Create and Get Many',
		searchListMethod: SEARCH_METHODS[kind],
		example: `user:12-pixverse:a@b.co-${idKind}:34`,
	});
}

/** The name of the parameter: music videos have the IDs of videos. */
export const getIdParameter = (kind: GenerationType) => `${generationTypes[kind].idKind}Id`;
