import type { ApiGeneration } from '../../api/responseSchemas';
import { SECOND } from '../../time';
import type { OpenCreate } from './openCreates';

/** A job that no known create owns. */
export interface UnownedJob {
	row: ApiGeneration;
	/** Clock time at which it was created, and how far off that may be. */
	createdAt: number;
	uncertainty: number;
}

/** Between the clocks of useapi.net, which sends the time, and PixVerse, which creates the job. */
const CLOCK_TOLERANCE_MS = 5 * SECOND;

/** Request fields that a job doesn't show. */
const NOT_SHOWN = new Set(['email', 'maxJobs', 'replyUrl', 'replyRef', 'create_count', 'quote']);
/** Names in the list where they differ from those of the request. */
const ROW_NAMES: Readonly<Record<string, string>> = {
	video_id: 'original_video_id',
	text: 'prompt',
};

/**
 * The jobs that a lost create made, found without its reference: those that equal its request in all that is shown, and
 * were created while it was on its way.
 * @param others all creates without a known result
 * @returns none if there are more or fewer than it creates, or if one of them may belong to another create
 */
export function matchJobs(
	create: OpenCreate,
	jobs: readonly UnownedJob[],
	others: readonly OpenCreate[],
): UnownedJob[] {
	const matches = jobs.filter((job) => isMatch(create, job));
	const isAmbiguous = others.some(
		(other) => other.reference !== create.reference && matches.some((job) => isMatch(other, job)),
	);
	return matches.length === create.count && !isAmbiguous ? matches : [];
}

/** Whether a create may have made a job. While its response is pending, the job may be from any time since. */
function isMatch(create: OpenCreate, job: UnownedJob): boolean {
	return (
		isCreatedAfter(create, job) &&
		(create.lostAt === undefined || job.createdAt <= create.lostAt + getTolerance(job)) &&
		compareSettings(create, job) === 'same'
	);
}

/** Whether a job may belong to the create, by weaker criteria than those of `matchJobs`. For the user to decide. */
export function isCandidate(create: OpenCreate, job: UnownedJob): boolean {
	return isCreatedAfter(create, job) && compareSettings(create, job) !== 'different';
}

function isCreatedAfter({ sentAt }: OpenCreate, job: UnownedJob): boolean {
	return sentAt !== undefined && job.createdAt >= sentAt - getTolerance(job);
}

const getTolerance = ({ uncertainty }: UnownedJob) => uncertainty + CLOCK_TOLERANCE_MS;

/** @returns unknown if the list shows nothing of what was sent */
function compareSettings(
	{ request, account, generationType }: OpenCreate,
	{ row }: UnownedJob,
): 'same' | 'different' | 'unknown' {
	const id = String(row[generationType.idField]);
	if (account !== undefined && !id.includes(`:${account}-`)) return 'different';
	const paths: string[] = [];
	let sameCount = 0;
	for (const [name, sent] of Object.entries(request)) {
		if (sent === undefined || NOT_SHOWN.has(name)) continue;
		if (name.endsWith('_path') || name.startsWith('image_path')) {
			paths.push(String(sent));
			continue;
		}
		const shown = row[ROW_NAMES[name] ?? name];
		// Zero and the empty string stand for "not shown", except for a prompt, which every list shows.
		if (!shown && (typeof shown !== 'string' || !['prompt', 'text'].includes(name))) continue;
		if (!isSame(sent, shown)) return 'different';
		sameCount++;
	}
	const files = row.customer_paths ?? row.customer_img_paths;
	const shownFiles = JSON.stringify(files ?? []);
	if (
		paths.length === 0
			? /[^[\]{}]/.test(shownFiles)
			: paths.some((path) => !shownFiles.includes(path))
	)
		return row.customer_paths === undefined && row.customer_img_paths === undefined
			? 'unknown'
			: 'different';
	return sameCount + paths.length > 0 ? 'same' : 'unknown';
}

function isSame(sent: unknown, shown: unknown): boolean {
	const [one, other] = [String(sent).trim(), String(shown).trim()];
	// The source may be shown by its number.
	return one === other || one.endsWith(`-video:${other}`);
}
