import type { INode, NodeOperationError } from 'n8n-workflow';
import { inputError } from '../api/errors';
import { objectionsTo } from '../catalog/objections';
import { MediaInput } from './inputs';
import type { Order } from './order';
import type { Uploads } from './uploads';

/**
 * Checks an order against its contract and its files, without sending anything.
 * @returns undefined when nothing speaks against it
 */
export function objectionTo(
	node: INode,
	order: Order,
	uploads: Uploads,
): NodeOperationError | undefined {
	const { itemIndex, names, contract, body } = order;
	const [objection, ...more] = objectionsTo(contract, body);
	if (objection) {
		const name = (parameter: string) => names[parameter] ?? parameter;
		const others = more.map(({ parameter, because }) => `"${name(parameter)}" ${because}.`);
		return inputError(node, itemIndex, {
			message: `"${name(objection.parameter)}" ${objection.because}`,
			description: [objection.advice, ...others, 'Nothing was sent for this item.'].join(' '),
		});
	}
	try {
		for (const value of Object.values(body))
			if (value instanceof MediaInput) uploads.check(value, itemIndex);
	} catch (refused) {
		return refused as NodeOperationError;
	}
	return undefined;
}
