import type { INode, NodeOperationError } from 'n8n-workflow';
import { createInputError } from '../../api/errors';
import { getErrors, type ValidationIssue } from '../../catalog/validationIssues';
import type { GenerationRequest } from '../types';
import { MediaInput } from './mediaInput';
import type { Uploader } from './uploader';

/** Validates a request and its files without sending anything. @throws NodeOperationError */
export async function validateRequest(
	node: INode,
	request: GenerationRequest,
	uploader: Uploader,
): Promise<void> {
	const { schema, body } = request;
	const issues = getErrors(schema, body);
	if (issues.length > 0) throw toValidationError(node, request, issues);
	for (const value of Object.values(body))
		if (value instanceof MediaInput) await uploader.validate(value);
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
