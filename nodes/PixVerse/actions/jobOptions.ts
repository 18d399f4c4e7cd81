import type { IDataObject } from 'n8n-workflow';
import type { GenerationObject } from '../../shared/api/responseSchemas';
import type { Family } from '../../shared/api/generationTypes';
import type { Delivery } from '../../shared/jobs/types';
import { simplified, whole } from '../../shared/jobs/output/generationJson';
import { DEFAULT_TIMEOUT, TOOL_TIMEOUT } from '../descriptions/waitAndOutput';
import type { Item } from './itemParameters';
import { waitModeIn } from './parameterValues';

const MINUTE = 60_000;
const SECOND = 1000;

/** How an item is to be waited for and handed over. */
export function deliveryOf(item: Item): Delivery {
	const interval = item.inRange('options.pollInterval');
	const minutes = item.inRange('options.timeout') ?? (item.tool ? TOOL_TIMEOUT : DEFAULT_TIMEOUT);
	const late = item.text('options.onTimeout') ?? (item.tool && 'pending');
	return {
		waitMode: waitModeIn(item.text('waitMode')),
		timeout: minutes * MINUTE,
		interval: interval === undefined ? undefined : interval * SECOND,
		onTimeout: late === 'pending' ? 'pending' : 'fail',
		onCancel: item.text('options.onCancel') === 'remove' ? 'remove' : 'leave',
		downloadTo: item.boolean('download') ? outputField(item) : undefined,
		simplify: simplifies(item),
		dryRun: item.boolean('options.dryRun') ?? false,
		creditLimit: item.inRange('options.creditLimit'),
		plan: item.text('options.plan'),
	};
}

/** Binary field for a file; undefined for a tool: a model cannot take a file, and goes by the address. */
export function outputField(item: Item): string | undefined {
	return item.tool ? undefined : (item.text('binaryPropertyOutput') ?? 'data');
}

/** A generation the way the item wants it. */
export function present(item: Item, family: Family, seen: GenerationObject): IDataObject {
	return (simplifies(item) ? simplified : whole)(family, seen);
}

/** Whether only the most useful is wanted. As a tool, the node asks in words of its own. */
function simplifies(item: Item): boolean {
	return item.boolean('simplify') !== false && item.text('output') !== 'raw';
}
