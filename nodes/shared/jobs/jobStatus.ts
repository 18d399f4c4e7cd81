import type { GenerationObject } from '../api/responseSchemas';
import type { Family } from '../api/generationTypes';

export type Phase = 'running' | 'completed' | 'moderated' | 'failed';

/** How far a generation is. */
export interface State {
	phase: Phase;
	/** The API's own word, e.g. `GENERATING`. */
	name: string;
	/** Why it failed, when the API says. */
	reason?: string;
}

/** Source: the status tables of the reference. 7 and 8 are final failures for every kind. */
const COMPLETED = 1;
const QUEUED = 5;
const MODERATED = 7;
const FAILED = 8;
/** Characters; of something longer the rest says nothing. */
const LONGEST_NAME = 60;
const NAMES: Record<number, string> = {
	[COMPLETED]: 'COMPLETED',
	[QUEUED]: 'QUEUED',
	[MODERATED]: 'MODERATED',
	[FAILED]: 'FAILED',
	9: 'GENERATING',
	10: 'GENERATING',
};

/**
 * Reads the state of a generation. The API's own `…_final` is not enough: it calls QUEUED final, and a `url` can be
 * filled while the video is still being made. Unknown statuses count as running.
 */
export function stateOf(family: Family, seen: GenerationObject): State {
	const status = seen[family.statusField];
	const code = typeof status === 'number' ? status : Number.NaN;
	const named = seen[`${family.statusField}_name`];
	const name =
		typeof named === 'string' && named
			? named.slice(0, LONGEST_NAME).toUpperCase()
			: (NAMES[code] ?? 'UNKNOWN');
	const final = seen[`${family.statusField}_final`] === true;

	if (code === MODERATED || name === 'MODERATED')
		return { phase: 'moderated', name: 'MODERATED', reason: reasonIn(seen) };
	if (code === FAILED || name === 'FAILED')
		return { phase: 'failed', name: 'FAILED', reason: reasonIn(seen) };
	if (code === COMPLETED || name === 'COMPLETED')
		return { phase: finished(family, seen) ? 'completed' : 'running', name: 'COMPLETED' };
	if (final && code !== QUEUED && name !== 'QUEUED')
		return { phase: 'failed', name, reason: reasonIn(seen) };
	return { phase: 'running', name };
}

function finished(family: Family, seen: GenerationObject): boolean {
	const url = seen[family.urlField];
	const sized = family.kind !== 'video' || seen.output_width !== 0;
	return typeof url === 'string' && url !== '' && sized;
}

function reasonIn(seen: GenerationObject): string | undefined {
	for (const key of ['fail_reason', 'error', 'errorDetails', 'fail_code', 'errCode']) {
		const value = seen[key];
		if (typeof value === 'string' && value) return value;
	}
	return undefined;
}
