import type { IExecuteFunctions, NodeExecutionHint } from 'n8n-workflow';
import { sanitizeText } from '../api/sanitizeText';
import { getWarnings } from '../catalog/validationIssues';
import { formatNumber } from '../text';
import { formatDuration } from '../time';
import type { GenerationRequest, Job } from './types';

/** Items that a hint lists. */
const MAX_LISTED_ITEMS = 10;

/** Shows an info hint above the output of the node. */
export function addInfoHint(context: IExecuteFunctions, message: string): void {
	addHint(context, message, 'info');
}

/** Shows what PixVerse charged for the jobs of a run, and how long the run took. Nothing if PixVerse reported no price. */
export function addChargeHint(context: IExecuteFunctions, jobs: Job[], ms: number): void {
	const charged = jobs.filter(({ credits, createdByThisRun: own }) => own && credits !== undefined);
	if (charged.length === 0) return;
	const credits = charged.reduce((sum, job) => sum + (job.credits ?? 0), 0);
	const generations = charged.length === 1 ? '1 generation' : `${charged.length} generations`;
	addInfoHint(
		context,
		`PixVerse charged ${formatNumber(credits)} credits for ${generations}. The node took ${formatDuration(ms)}.`,
	);
}

/** Shows a hint for each value that the catalog can't confirm: the request is sent, and the API validates it. */
export function addValidationWarnings(
	context: IExecuteFunctions,
	requests: GenerationRequest[],
): void {
	const itemsByWarning = new Map<string, number[]>();
	for (const { schema, body, displayNames, itemIndex } of requests)
		for (const { parameter, problem } of getWarnings(schema, body)) {
			const warning = `"${displayNames[parameter] ?? parameter}" ${problem}`;
			itemsByWarning.set(warning, [...(itemsByWarning.get(warning) ?? []), itemIndex]);
		}
	for (const [warning, indexes] of itemsByWarning) {
		const listed = indexes.slice(0, MAX_LISTED_ITEMS).join(', ');
		const rest = indexes.length - MAX_LISTED_ITEMS;
		const items = `${indexes.length > 1 ? 'items' : 'item'} ${listed}${rest > 0 ? ` and ${rest} more` : ''}`;
		// n8n renders hints as HTML.
		addHint(
			context,
			`${sanitizeText(warning)}, as far as is known. The value was sent anyway, and PixVerse validates it. [${items}]`,
			'warning',
		);
	}
}

function addHint(
	context: IExecuteFunctions,
	message: string,
	type: NodeExecutionHint['type'],
): void {
	// Missing in the oldest supported n8n versions.
	if (typeof context.addExecutionHints !== 'function') return;
	context.addExecutionHints({ message, type, location: 'outputPane' });
}
