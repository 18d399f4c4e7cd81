import type { INode, NodeOperationError } from 'n8n-workflow';
import { inputError } from '../../api/errors';
import type { Objection } from '../../catalog/validationIssues';
import { objectionsTo } from '../../catalog/validationIssues';
import { MediaInput } from './mediaInput';
import type { Order } from '../types';
import type { Uploads } from './uploader';

/**
 * Checks an order against its contract and its files, without sending anything.
 * @returns undefined when nothing speaks against it
 */
export function objectionTo(
	node: INode,
	order: Order,
	uploads: Uploads,
): NodeOperationError | undefined {
	const { itemIndex, contract, body } = order;
	const objections = objectionsTo(contract, body);
	if (objections.length > 0) return inWords(node, order, objections);
	try {
		for (const value of Object.values(body))
			if (value instanceof MediaInput) uploads.check(value, itemIndex);
	} catch (refused) {
		return refused as NodeOperationError;
	}
	return undefined;
}

/** The error for objections: the first in the message, all of them in the description. */
export function inWords(node: INode, order: Order, objections: Objection[]): NodeOperationError {
	const [first, ...more] = objections as [Objection, ...Objection[]];
	const name = (parameter: string) => order.names[parameter] ?? parameter;
	const others = more.map(({ parameter, because }) => `"${name(parameter)}" ${because}.`);
	return inputError(node, order.itemIndex, {
		message: `"${name(first.parameter)}" ${first.because}`,
		description: [first.advice, ...others, 'Nothing was sent for this item.'].join(' '),
	});
}
