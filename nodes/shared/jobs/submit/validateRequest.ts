import type { INode, NodeOperationError } from 'n8n-workflow';
import { createInputError } from '../../api/errors';
import type { ValidationIssue } from '../../catalog/validationIssues';
import { getErrors } from '../../catalog/validationIssues';
import { MediaInput } from './mediaInput';
import type { GenerationRequest } from '../types';
import type { Uploader } from './uploader';

/**
 * Checks an order against its contract and its files, without sending anything.
 * @returns undefined when nothing speaks against it
 */
export function validateRequest(
	node: INode,
	order: GenerationRequest,
	uploads: Uploader,
): NodeOperationError | undefined {
	const { itemIndex, schema: contract, body } = order;
	const issues = getErrors(contract, body);
	if (issues.length > 0) return toValidationError(node, order, issues);
	try {
		for (const value of Object.values(body))
			if (value instanceof MediaInput) uploads.validate(value, itemIndex);
	} catch (refused) {
		return refused as NodeOperationError;
	}
	return undefined;
}

/** The error for objections: the first in the message, all of them in the description. */
export function toValidationError(
	node: INode,
	order: GenerationRequest,
	issues: ValidationIssue[],
): NodeOperationError {
	const [first, ...more] = issues as [ValidationIssue, ...ValidationIssue[]];
	const name = (parameter: string) => order.displayNames[parameter] ?? parameter;
	const others = more.map(({ parameter, problem: because }) => `"${name(parameter)}" ${because}.`);
	return createInputError(node, order.itemIndex, {
		message: `"${name(first.parameter)}" ${first.problem}`,
		description: [first.advice, ...others, 'Nothing was sent for this item.'].join(' '),
	});
}
