import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import type { VideoModel } from '../../shared/catalog/videoModels';
import { videoModels, videoModelsFor } from '../../shared/catalog/videoModels';
import { findOperation } from '../operations/registry';

/** Lists the models of the chosen operation, with what sets them apart. */
export async function searchModels(
	this: ILoadOptionsFunctions,
	filter = '',
): Promise<INodeListSearchResult> {
	const resource = String(this.getCurrentNodeParameter('resource'));
	const operation = findOperation(resource, String(this.getCurrentNodeParameter('operation')));
	const endpoint = operation?.shape === 'generation' ? operation.endpoint.split('/')[1] : 'create';
	const wanted = filter.trim().toLowerCase();
	const results = videoModelsFor(endpoint as Parameters<typeof videoModelsFor>[0])
		.map((id) => ({ name: described(id, videoModels[id] as VideoModel), value: id }))
		.filter(({ name }) => name.toLowerCase().includes(wanted));
	return { results };
}

function described(id: string, model: VideoModel): string {
	const { name, durations, qualities } = model;
	const length = durations && `${durations.min}–${durations.max} s`;
	const best = qualities.at(-1);
	const facts = [length, best && `up to ${best}`].filter(Boolean).join(', ');
	return `${name} (${id})${facts ? ` · ${facts}` : ''}`;
}
