import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import ts from 'typescript';

const NODES = resolve(__dirname, '../../../nodes');

/** Functions whose first text argument is the message of an error. */
const ERROR_FUNCTIONS = /(^NodeOperationError|^NodeApiError|\bcreateError|\bcreateLimitError)$/;

/** The function with which the catalog reports an issue. */
const ISSUE_FUNCTION = /^report$/;

/** Returns the text of a literal or a template, with "…" for its expressions, or both texts of a condition. */
function toTexts(node: ts.Node): string[] {
	if (ts.isConditionalExpression(node))
		return [...toTexts(node.whenTrue), ...toTexts(node.whenFalse)];
	if (ts.isStringLiteralLike(node)) return [node.text];
	if (!ts.isTemplateExpression(node)) return [];
	return [node.head.text + node.templateSpans.map(({ literal }) => `…${literal.text}`).join('')];
}

function readMessages(node: ts.Node): string[] {
	if ((ts.isPropertyAssignment(node) || ts.isVariableDeclaration(node)) && node.initializer) {
		const texts = toTexts(node.initializer);
		if (node.name.getText() === 'message') return texts;
		if (node.name.getText() === 'problem') return texts.map(toIssue);
	}
	if (!ts.isCallExpression(node) && !ts.isNewExpression(node)) return [];
	const name = node.expression.getText();
	const args = [...(node.arguments ?? [])];
	if (ERROR_FUNCTIONS.test(name)) return args.map(toTexts).find(({ length }) => length > 0) ?? [];
	if (!ISSUE_FUNCTION.test(name) || args[1] === undefined) return [];
	return toTexts(args[1]).map(toIssue);
}

/** Issues are shown after the name of their parameter. */
const toIssue = (problem: string) => `"…" ${problem}`;

/** Lists the messages of all errors in the source of the nodes, with their files. */
export function listErrorTexts(): Array<{ file: string; text: string }> {
	return readdirSync(NODES, { recursive: true, encoding: 'utf8' })
		.filter((file) => file.endsWith('.ts'))
		.flatMap((file) => {
			const source = ts.createSourceFile(
				file,
				readFileSync(join(NODES, file), 'utf8'),
				ts.ScriptTarget.Latest,
				true,
			);
			const texts: Array<{ file: string; text: string }> = [];
			const visit = (node: ts.Node): void => {
				texts.push(...readMessages(node).map((text) => ({ file, text })));
				ts.forEachChild(node, visit);
			};
			visit(source);
			return texts;
		});
}
