import { type IPollFunctions, NodeOperationError } from 'n8n-workflow';
import { undecorate } from '../shared/api/generationId';
import { toFieldName } from '../shared/jobs/submit/itemFiles';
import type { OutputOptions } from './output';
import type { TriggerFilters } from './triggerState';
import type { WatchConfig } from './selectNewRows';

export interface Settings {
	watchConfig: WatchConfig;
	outputOptions: OutputOptions;
	/** Whether to emit generations that finished while the workflow was inactive. */
	catchUp: boolean;
}

/** Reads the parameters. @throws NodeOperationError if one of them is invalid */
export function getSettings(context: IPollFunctions): Settings {
	const value = (name: string): unknown => context.getNodeParameter(name, null);
	const kinds = ['video', 'image', 'music', 'speech'] as const;
	const chosen = [value('kinds')].flat();
	const selected = kinds.filter((kind) => chosen.includes(kind));
	if (selected.length === 0)
		throw new NodeOperationError(context.getNode(), '"Resources" is empty', {
			description: 'Select at least one resource, e.g. Videos.',
		});
	const accounts = splitList(getLocatorValue(value('account')));
	return {
		watchConfig: {
			filters: {
				kinds: selected,
				outcome: value('outcome') as TriggerFilters['outcome'],
				models: splitList(value('filters.model')).map(toLowerCase),
				prompt: toLowerCase(value('filters.prompt')),
				own: value('filters.own') === true,
			},
			...(accounts.length > 0 ? { accounts } : {}),
		},
		outputOptions: {
			simplify: value('simplify') !== false,
			downloadTo:
				value('download') === true ? toFieldName(String(value('binaryPropertyOutput'))) : undefined,
		},
		catchUp: value('options.catchUp') === true,
	};
}

function getLocatorValue(value: unknown): unknown {
	return typeof value === 'object' && value !== null && 'value' in value ? value.value : value;
}

/** Splits a comma-separated text. An expression can return an array. */
function splitList(value: unknown): string[] {
	const parts = Array.isArray(value) ? value.map(String) : String(value ?? '').split(',');
	return [...new Set(parts.map(undecorate).filter(Boolean))];
}

function toLowerCase(value: unknown): string {
	return String(value ?? '')
		.trim()
		.toLowerCase();
}
