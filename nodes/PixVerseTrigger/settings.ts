import { type IPollFunctions, NodeOperationError } from 'n8n-workflow';
import { type GenerationType, generationTypes } from '../shared/api/generationTypes';
import type { OutputOptions } from './output';
import type { TriggerFilters } from './triggerState';
import type { WatchConfig } from './selectNewRows';

export interface Settings {
	wanted: WatchConfig;
	handover: OutputOptions;
	/** Whether to emit generations that finished while the workflow was inactive. */
	catchUp: boolean;
}

/** Reads the parameters. @throws NodeOperationError if one of them is invalid */
export function getSettings(context: IPollFunctions): Settings {
	const value = (name: string): unknown => context.getNodeParameter(name, null);
	const kinds = ['video', 'image', 'music', 'speech'] as const;
	const chosen = [value('kinds')].flat();
	const asked = kinds.filter((kind) => chosen.includes(kind));
	if (asked.length === 0)
		throw new NodeOperationError(context.getNode(), '"Resources" is empty', {
			description: `Select at least one of: ${Object.values(generationTypes).map(getLabel).join(', ')}.`,
		});
	const accounts = splitList(getLocatorValue(value('account')));
	return {
		wanted: {
			criteria: {
				kinds: asked,
				outcome: value('outcome') as TriggerFilters['outcome'],
				models: splitList(value('filters.model')).map(toLowerCase),
				prompt: toLowerCase(value('filters.prompt')),
				own: value('filters.own') === true,
			},
			...(accounts.length > 0 ? { accounts } : {}),
		},
		handover: {
			simplify: value('simplify') !== false,
			downloadTo: value('download') === true ? String(value('binaryPropertyOutput')) : undefined,
		},
		catchUp: value('options.catchUp') === true,
	};
}

function getLabel({ kind }: { kind: GenerationType }): string {
	return { video: 'Videos', image: 'Images', music: 'Music', speech: 'Speech' }[kind];
}

function getLocatorValue(value: unknown): unknown {
	return typeof value === 'object' && value !== null && 'value' in value ? value.value : value;
}

/** Splits a comma-separated text. An expression can return an array. */
function splitList(value: unknown): string[] {
	const parts = Array.isArray(value) ? value.map(String) : String(value ?? '').split(',');
	return [...new Set(parts.map((part) => part.trim()).filter(Boolean))];
}

function toLowerCase(value: unknown): string {
	return String(value ?? '')
		.trim()
		.toLowerCase();
}
