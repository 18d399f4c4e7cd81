import type { INodeProperties } from 'n8n-workflow';
import { type GenerationType, generationTypes } from '../../shared/api/generationTypes';
import { searchableLocator } from '../../shared/descriptions/searchableLocator';

const NAMES: Record<GenerationType, { displayName: string; searchListMethod: string }> = {
	video: { displayName: 'Video', searchListMethod: 'searchVideos' },
	musicVideo: { displayName: 'Music Video', searchListMethod: 'searchMusicVideos' },
	image: { displayName: 'Image', searchListMethod: 'searchImages' },
	music: { displayName: 'Music Track', searchListMethod: 'searchMusic' },
	speech: { displayName: 'Speech Clip', searchListMethod: 'searchSpeech' },
};

/** An existing generation: one of the newest, or any by its ID. */
export function generationIdField(kind: GenerationType): INodeProperties {
	const { displayName, searchListMethod } = NAMES[kind];
	return searchableLocator({
		displayName,
		name: getIdParameter(kind),
		required: true,
		description: `Choose one of the newest, or enter an ID as returned by Create and Get Many`,
		searchListMethod,
		manualMode: idMode(kind),
	});
}

export function idMode(kind: GenerationType) {
	const { idKind } = generationTypes[kind];
	return {
		name: 'id',
		displayName: 'ID',
		placeholder: `e.g. user:12-pixverse:a@b.co-${idKind}:34`,
	};
}

/** The name of the parameter: music videos have the IDs of videos. */
export function getIdParameter(kind: GenerationType): string {
	return `${generationTypes[kind].idKind}Id`;
}
