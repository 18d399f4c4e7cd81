/** Milliseconds. */
export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** E.g. "48 s" or "1 min 30 s". */
export function formatDuration(ms: number): string {
	const seconds = Math.round(ms / SECOND);
	if (seconds < 60) return `${seconds} s`;
	return `${Math.floor(seconds / 60)} min${seconds % 60 ? ` ${seconds % 60} s` : ''}`;
}

/** E.g. "5 min ago"; empty if the time is not a number. */
export function formatAge(ms: number): string {
	if (!Number.isFinite(ms)) return '';
	if (ms < MINUTE) return 'just now';
	if (ms < HOUR) return `${Math.floor(ms / MINUTE)} min ago`;
	return ms < DAY ? `${Math.floor(ms / HOUR)} h ago` : `${Math.floor(ms / DAY)} d ago`;
}
