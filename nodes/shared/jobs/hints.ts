import type { IExecuteFunctions } from 'n8n-workflow';
import { sanitizeText } from '../api/sanitizeText';
import { getWarnings } from '../catalog/validationIssues';
import type { GenerationRequest } from './types';

/** Items that a hint lists. */
const MAX_LISTED_ITEMS = 10;

/** Says, above the output, what the user may want to know of how the step waited. */
export function addInfoHint(context: IExecuteFunctions, message: string): void {
	// Younger than the oldest n8n this package runs in.
	if (typeof context.addExecutionHints !== 'function') return;
	context.addExecutionHints({ message, type: 'info', location: 'outputPane' });
}

/** Shows, above the output of the node, what is not certain about the requests: it was sent, and the API decides. */
export function addValidationWarnings(
	context: IExecuteFunctions,
	orders: GenerationRequest[],
): void {
	// Younger than the oldest n8n this package runs in.
	if (typeof context.addExecutionHints !== 'function') return;
	const items = new Map<string, number[]>();
	for (const { schema: contract, body, displayNames: names, itemIndex } of orders)
		for (const { parameter, problem: because } of getWarnings(contract, body)) {
			const unconfirmedCreate = `"${names[parameter] ?? parameter}" ${because}`;
			items.set(unconfirmedCreate, [...(items.get(unconfirmedCreate) ?? []), itemIndex]);
		}
	for (const [unconfirmedCreate, indexes] of items) {
		const listed = indexes.slice(0, MAX_LISTED_ITEMS).join(', ');
		const more =
			indexes.length > MAX_LISTED_ITEMS ? ` and ${indexes.length - MAX_LISTED_ITEMS} more` : '';
		// n8n shows hints as HTML.
		context.addExecutionHints({
			message: `${sanitizeText(unconfirmedCreate)}, as far as is known. This is not certain: PixVerse decides. [${indexes.length > 1 ? 'items' : 'item'} ${listed}${more}]`,
			type: 'warning',
			location: 'outputPane',
		});
	}
}
