import { type IPollFunctions, NodeOperationError } from 'n8n-workflow';
import { undecorate } from '../shared/api/generationId';
import { getLocatorValue } from '../shared/descriptions/fields';
import { toFieldName } from '../shared/jobs/submit/itemFiles';
import type { OutputOptions } from '../shared/jobs/types';
import type { TriggerFilters } from './triggerState';
import type { WatchConfig } from './selectNewRows';

/** Reads the parameters. @throws NodeOperationError if one of them is invalid */
export function getSettings(context: IPollFunctions) {
	const value = (name: string): unknown => context.getNodeParameter(name, null);
	const kinds = ['video', 'musicVideo', 'image', 'music', 'speech'] as const;
	const chosen = [value('kinds')].flat();
	const selected = kinds.filter((kind) => chosen.includes(kind));
	if (selected.length === 0)
		throw new NodeOperationError(context.getNode(), '"Resources" is empty', {
			description: 'Select at least one resource, e.g. Videos.',
		});
	const prompt = String(value('filters.prompt') ?? '').toLowerCase();
	const accounts = splitList(getLocatorValue(value('account')));
	const watchConfig: WatchConfig = {
		filters: {
			kinds: selected,
			outcome: value('outcome') as TriggerFilters['outcome'],
			models: splitList(value('filters.model')).map((id) => id.toLowerCase()),
			prompt: prompt.trim(),
			own: value('filters.own') === true,
		},
		...(accounts.length > 0 && { accounts }),
	};
	const outputOptions: OutputOptions = {
		simplify: value('simplify') !== false,
		binaryPropertyName:
			value('download') === true ? toFieldName(String(value('binaryPropertyOutput'))) : undefined,
	};
	return { watchConfig, outputOptions, catchUp: value('options.catchUp') === true };
}

/** Splits a comma-separated text. An expression can return an array. */
function splitList(value: unknown): string[] {
	const parts = Array.isArray(value) ? value.map(String) : String(value ?? '').split(',');
	return [...new Set(parts.map(undecorate).filter(Boolean))];
}
