import type { IDataObject } from 'n8n-workflow';
import type { ApiGeneration } from '../../shared/api/responseSchemas';
import type { GenerationTypeConfig } from '../../shared/api/generationTypes';
import type { JobOptions } from '../../shared/jobs/types';
import { simplifyGeneration, toRawJson } from '../../shared/jobs/output/generationJson';
import { DEFAULT_TIMEOUT_MINUTES, TOOL_TIMEOUT_MINUTES } from '../descriptions/waitAndOutput';
import type { ItemParameters } from './itemParameters';
import { parseWaitMode } from './parameterValues';

const MINUTE = 60_000;
const SECOND = 1000;

/** How an item is to be waited for and handed over. */
export function getJobOptions(item: ItemParameters): JobOptions {
	const interval = item.assertInRange('options.pollInterval');
	const minutes =
		item.assertInRange('options.timeout') ??
		(item.tool ? TOOL_TIMEOUT_MINUTES : DEFAULT_TIMEOUT_MINUTES);
	const late = item.getString('options.onTimeout') ?? (item.tool && 'pending');
	return {
		waitMode: parseWaitMode(item.getString('waitMode')),
		timeoutMs: minutes * MINUTE,
		pollIntervalMs: interval === undefined ? undefined : interval * SECOND,
		onTimeout: late === 'pending' ? 'pending' : 'fail',
		onCancel: item.getString('options.onCancel') === 'remove' ? 'remove' : 'leave',
		binaryPropertyName: item.boolean('download') ? getBinaryPropertyName(item) : undefined,
		simplify: shouldSimplify(item),
		dryRun: item.boolean('options.dryRun') ?? false,
		creditLimit: item.assertInRange('options.creditLimit'),
		plan: item.getString('options.plan'),
	};
}

/** Binary field for a file; undefined for a tool: a model cannot take a file, and goes by the address. */
export function getBinaryPropertyName(item: ItemParameters): string | undefined {
	return item.tool ? undefined : (item.getString('binaryPropertyOutput') ?? 'data');
}

/** A generation the way the item wants it. */
export function toItemJson(
	item: ItemParameters,
	generationType: GenerationTypeConfig,
	seen: ApiGeneration,
): IDataObject {
	return (shouldSimplify(item) ? simplifyGeneration : toRawJson)(generationType, seen);
}

/** Whether only the most useful is wanted. As a tool, the node asks in words of its own. */
function shouldSimplify(item: ItemParameters): boolean {
	return item.boolean('simplify') !== false && item.getString('output') !== 'raw';
}
