import type { INodeProperties } from 'n8n-workflow';
import type { GenerationType } from '../../shared/api/generationTypes';
import { searchableLocator } from '../../shared/descriptions/searchableLocator';

const NAMES: Record<GenerationType, { displayName: string; searchListMethod: string }> = {
	video: { displayName: 'Video', searchListMethod: 'searchVideos' },
	image: { displayName: 'Image', searchListMethod: 'searchImages' },
	music: { displayName: 'Music Track', searchListMethod: 'searchMusic' },
	speech: { displayName: 'Speech Clip', searchListMethod: 'searchSpeech' },
};

/** An existing generation: one of the newest, or any by its ID. */
export function generationIdField(kind: GenerationType): INodeProperties {
	const { displayName, searchListMethod } = NAMES[kind];
	return searchableLocator({
		displayName,
		name: `${kind}Id`,
		required: true,
		description: `Choose one of the newest, or enter an ID as returned by Create and Get Many`,
		searchListMethod,
		manualMode: idMode(kind),
	});
}

export function idMode(kind: GenerationType) {
	return { name: 'id', displayName: 'ID', placeholder: `e.g. user:12-pixverse:a@b.co-${kind}:34` };
}
