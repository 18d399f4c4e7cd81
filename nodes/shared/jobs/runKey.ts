import type { IExecuteFunctions } from 'n8n-workflow';
import { isCalledByAgent } from './aiTool';

type Context = Pick<IExecuteFunctions, 'evaluateExpression' | 'getContext'> & {
	isToolExecution?: () => boolean;
};

/** Run keys by the context of the run. */
const runKeys = new WeakMap<object, string>();

/**
 * Key of this run within the execution: its zero-based run index. Calls by an agent have a call number in addition, e.g.
 * `0t2`, because an agent works on several items at the same time and n8n gives all of its calls the same run index.
 */
export function getRunKey(context: Context): string {
	const known = runKeys.get(context);
	if (known !== undefined) return known;
	const index = String(getRunIndex(context));
	const key = isCalledByAgent(context) ? `${index}t${nextToolCallNumber(context)}` : index;
	runKeys.set(context, key);
	return key;
}

/**
 * A run index that is the same in a retry. n8n's own index isn't: in a retry, n8n keeps the runs of the crashed execution
 * in its list and repeats them with higher numbers.
 */
function getRunIndex(context: Context): number {
	const n8nIndex = Number(context.evaluateExpression('{{ $runIndex }}', 0) ?? 0);
	const stored = context.getContext('node') as { pixVerseRuns?: number[] };
	const indexes = (stored.pixVerseRuns ??= []);
	if (!indexes.includes(n8nIndex)) indexes.push(n8nIndex);
	return indexes.indexOf(n8nIndex);
}

/** Counts the tool calls of the execution, this one included. */
function nextToolCallNumber(context: Context): number {
	const stored = context.getContext('node') as { pixVerseCalls?: number };
	stored.pixVerseCalls = (stored.pixVerseCalls ?? 0) + 1;
	return stored.pixVerseCalls;
}
