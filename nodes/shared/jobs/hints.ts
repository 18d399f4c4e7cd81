import type { IExecuteFunctions, NodeExecutionHint } from 'n8n-workflow';
import { sanitizeText } from '../api/sanitizeText';
import type { ValidationIssue } from '../catalog/validationIssues';
import { formatNumber, joinLimited } from '../text';
import { formatDuration } from '../time';
import type { GenerationRequest, Job } from './types';

/** Items that a hint lists. */
const MAX_LISTED_ITEMS = 10;

/** Shows a hint above the output of the node. */
export function addHint(
	context: IExecuteFunctions,
	message: string,
	type: NodeExecutionHint['type'] = 'info',
): void {
	// Missing in the oldest supported n8n versions.
	if (typeof context.addExecutionHints !== 'function') return;
	context.addExecutionHints({ message, type, location: 'outputPane' });
}

/** Shows what PixVerse charged for the jobs of a run, and how long the run took. Nothing if PixVerse reported no price. */
export function addChargeHint(context: IExecuteFunctions, jobs: Job[], ms: number): void {
	const charged = jobs.filter(({ credits, createdByThisRun: own }) => own && credits !== undefined);
	if (charged.length === 0) return;
	const credits = charged.reduce((sum, job) => sum + (job.credits ?? 0), 0);
	const generations = charged.length === 1 ? '1 generation' : `${charged.length} generations`;
	addHint(
		context,
		`PixVerse charged ${formatNumber(credits)} credits for ${generations}. The node took ${formatDuration(ms)}.`,
	);
}

/** Shows a hint for each value that the catalog can't confirm: the request is sent, and the API validates it. */
export function addValidationWarnings(
	context: IExecuteFunctions,
	warningsByRequest: ReadonlyMap<GenerationRequest, ValidationIssue[]>,
): void {
	const itemsByWarning = new Map<string, number[]>();
	for (const [{ displayNames, itemIndex }, warnings] of warningsByRequest)
		for (const { parameter, problem } of warnings) {
			const warning = `"${displayNames[parameter] ?? parameter}" ${problem}`;
			itemsByWarning.set(warning, [...(itemsByWarning.get(warning) ?? []), itemIndex]);
		}
	for (const [warning, indexes] of itemsByWarning) {
		const listed = joinLimited(indexes, MAX_LISTED_ITEMS);
		const items = `${indexes.length > 1 ? 'items' : 'item'} ${listed}`;
		// n8n renders hints as HTML.
		addHint(
			context,
			`${sanitizeText(warning)}, as far as is known. The value was sent anyway, and PixVerse validates it. [${items}]`,
			'warning',
		);
	}
}
