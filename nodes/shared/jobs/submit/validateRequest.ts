import type { INode, NodeOperationError } from 'n8n-workflow';
import { createInputError } from '../../api/errors';
import { validate, type ValidationIssue } from '../../catalog/validationIssues';
import type { GenerationRequest } from '../types';
import { MediaInput } from './mediaInput';
import type { Uploader } from './uploader';

/** Validates a request and its files without sending anything. @returns its warnings @throws NodeOperationError */
export async function validateRequest(
	node: INode,
	request: GenerationRequest,
	uploader: Uploader,
): Promise<ValidationIssue[]> {
	const { schema, body } = request;
	const { errors, warnings } = validate(schema, body);
	if (errors.length > 0) throw toValidationError(node, request, errors);
	for (const value of Object.values(body))
		if (value instanceof MediaInput) await uploader.validate(value);
	return warnings;
}

/** One error for all issues: the first is the message, the others are in the description. */
export function toValidationError(
	node: INode,
	{ itemIndex, displayNames }: GenerationRequest,
	issues: ValidationIssue[],
): NodeOperationError {
	const [first, ...others] = issues as [ValidationIssue, ...ValidationIssue[]];
	const describe = ({ parameter, problem }: ValidationIssue) =>
		`"${displayNames[parameter] ?? parameter}" ${problem}`;
	const sentences = others.map((issue) => `${describe(issue)}.`);
	return createInputError(node, itemIndex, {
		message: describe(first),
		description: [first.advice, ...sentences, 'Nothing was sent for this item.'].join(' '),
	});
}
