import type { IExecuteFunctions } from 'n8n-workflow';
import { isCalledByAgent } from './aiTool';

type Context = Pick<IExecuteFunctions, 'evaluateExpression' | 'getContext'> & {
	isToolExecution?: () => boolean;
};

/** Names that were given, by the context of the run. */
const runKeys = new WeakMap<object, string>();

/**
 * Names a run of the node within its execution: the how manieth it is, from 0. Tools that an agent runs itself get a count
 * behind it, as in `0t2`: the agent works on several items at once, and n8n gives their calls the same number.
 */
export function getRunKey(context: Context): string {
	const known = runKeys.get(context);
	if (known !== undefined) return known;
	const number = String(getRunIndex(context));
	const name = isCalledByAgent(context) ? `${number}t${nextToolCallNumber(context)}` : number;
	runKeys.set(context, name);
	return name;
}

/**
 * n8n's own count goes on from runs that a retry repeats: n8n enters the nodes that had run when it died, and begins
 * anew all the same.
 */
function getRunIndex(context: Context): number {
	const index = Number(context.evaluateExpression('{{ $runIndex }}', 0) ?? 0);
	const kept = context.getContext('node') as { pixVerseRuns?: number[] };
	const runs = (kept.pixVerseRuns ??= []);
	if (!runs.includes(index)) runs.push(index);
	return runs.indexOf(index);
}

/** How many calls of the tool there were in the execution, this one included. */
function nextToolCallNumber(context: Context): number {
	const kept = context.getContext('node') as { pixVerseCalls?: number };
	kept.pixVerseCalls = (kept.pixVerseCalls ?? 0) + 1;
	return kept.pixVerseCalls;
}
