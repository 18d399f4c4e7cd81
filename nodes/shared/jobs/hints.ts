import type { IExecuteFunctions } from 'n8n-workflow';
import { presentable } from '../api/sanitizeText';
import { doubtsAbout } from '../catalog/validationIssues';
import type { Order } from './types';

/** Items that a hint lists. */
const LISTED = 10;

/** Says, above the output, what the user may want to know of how the step waited. */
export function tell(context: IExecuteFunctions, message: string): void {
	// Younger than the oldest n8n this package runs in.
	if (typeof context.addExecutionHints !== 'function') return;
	context.addExecutionHints({ message, type: 'info', location: 'outputPane' });
}

/** Shows, above the output of the node, what is not certain about the requests: it was sent, and the API decides. */
export function hintAt(context: IExecuteFunctions, orders: Order[]): void {
	// Younger than the oldest n8n this package runs in.
	if (typeof context.addExecutionHints !== 'function') return;
	const items = new Map<string, number[]>();
	for (const { contract, body, names, itemIndex } of orders)
		for (const { parameter, because } of doubtsAbout(contract, body)) {
			const doubt = `"${names[parameter] ?? parameter}" ${because}`;
			items.set(doubt, [...(items.get(doubt) ?? []), itemIndex]);
		}
	for (const [doubt, indexes] of items) {
		const listed = indexes.slice(0, LISTED).join(', ');
		const more = indexes.length > LISTED ? ` and ${indexes.length - LISTED} more` : '';
		// n8n shows hints as HTML.
		context.addExecutionHints({
			message: `${presentable(doubt)}, as far as is known. This is not certain: PixVerse decides. [${indexes.length > 1 ? 'items' : 'item'} ${listed}${more}]`,
			type: 'warning',
			location: 'outputPane',
		});
	}
}
