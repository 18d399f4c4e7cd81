import type { IDataObject } from 'n8n-workflow';
import type { ApiGeneration } from '../../shared/api/responseSchemas';
import type { GenerationTypeConfig } from '../../shared/api/generationTypes';
import type { JobOptions } from '../../shared/jobs/types';
import { simplifyGeneration, toRawJson } from '../../shared/jobs/output/generationJson';
import { getDefaultTimeoutMs } from '../../shared/catalog/waitLimits';
import { toFieldName } from '../../shared/jobs/submit/itemFiles';
import { MINUTE, SECOND } from '../../shared/time';
import { TOOL_TIMEOUT_MINUTES } from '../descriptions/waitAndOutput';
import type { ItemParameters } from './itemParameters';

/** @param body the request, if the node creates the generation */
export function getJobOptions(
	item: ItemParameters,
	generationType: GenerationTypeConfig,
	body: Record<string, unknown> = {},
): JobOptions {
	const waitMode = item.getString('waitMode');
	const interval = item.getNumberInRange('options.pollInterval');
	const minutes =
		item.getNumberInRange('options.timeout') ?? (item.isAiTool ? TOOL_TIMEOUT_MINUTES : undefined);
	const late = item.getString('options.onTimeout') ?? (item.isAiTool && 'pending');
	return {
		waitMode: waitMode === 'none' || waitMode === 'callback' ? waitMode : 'poll',
		timeoutMs: minutes === undefined ? getDefaultTimeoutMs(generationType, body) : minutes * MINUTE,
		pollIntervalMs: interval === undefined ? undefined : interval * SECOND,
		onTimeout: late === 'pending' ? 'pending' : 'fail',
		onCancel: item.getString('options.onCancel') === 'remove' ? 'remove' : 'leave',
		binaryPropertyName: item.getBoolean('download') ? getBinaryPropertyName(item) : undefined,
		simplify: shouldSimplify(item),
		dryRun: item.getBoolean('options.dryRun') ?? false,
		creditLimit: item.getNumberInRange('options.creditLimit'),
		plan: item.getString('options.plan'),
	};
}

/** Undefined in tools: a model uses the URL instead of a file. */
export function getBinaryPropertyName(item: ItemParameters): string | undefined {
	return item.isAiTool ? undefined : toFieldName(item.getString('binaryPropertyOutput') ?? 'data');
}

export function toItemJson(
	item: ItemParameters,
	generationType: GenerationTypeConfig,
	seen: ApiGeneration,
): IDataObject {
	return (shouldSimplify(item) ? simplifyGeneration : toRawJson)(generationType, seen);
}

/** Tools have the field Output instead of Simplify. */
function shouldSimplify(item: ItemParameters): boolean {
	return item.getBoolean('simplify') !== false && item.getString('output') !== 'raw';
}
