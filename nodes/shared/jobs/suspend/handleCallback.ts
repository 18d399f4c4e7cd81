import type {
	IDataObject,
	INodeExecutionData,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';
import { generationObject } from '../../api/responseSchemas';
import { PixVerseApi } from '../../api/client';
import { clockOf } from '../../api/clock';
import type { NodeFailure } from '../jobErrors';
import { asFailure } from '../jobErrors';
import { Gathering } from '../output/runOutput';
import { Looking } from '../poll/statusReader';
import type { Job } from '../types';
import { stateOf } from '../jobStatus';
import type { Sleeper } from './suspendedRun';
import { failWoken, sleeperIn } from './suspendedRun';
import type { Verdict } from '../poll/evaluateJob';
import { verdictOn } from '../poll/evaluateJob';

/** Milliseconds before each further look when PixVerse calls and cannot be read, or does not show yet what it says. */
const PATIENCE = [1000, 2000, 4000, 8000, 15_000, 30_000];

/** n8n answers 200, and the execution sleeps on. */
const SLEEP_ON: IWebhookResponseData = {};

/** Jobs that were called for while an execution is attended to, by execution and node. */
const attended = new Map<string, Set<string>>();

/**
 * What happens when PixVerse calls a sleeping execution. The call is only a hint: the states are read from the API.
 * When all jobs have ended, the execution goes on with their results; until then it sleeps on.
 */
export async function awaken(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	let ending: Ending | undefined;
	try {
		const sleeper = sleeperIn(context);
		const job = sleeper && endedJobIn(context.getBodyData(), sleeper.left);
		if (sleeper && job) ending = await attend(context, sleeper, job.id.raw);
	} catch {
		// Thrown on, it would make n8n run the rest of the workflow with an empty item.
	}
	if (!ending) return SLEEP_ON;
	return 'error' in ending ? failWoken(context, ending.error) : { workflowData: [ending.items] };
}

/** The job that a call says has ended; undefined for others, and while it makes progress. */
function endedJobIn(body: IDataObject, jobs: Job[]): Job | undefined {
	const read = generationObject.safeParse(body);
	if (!read.success) return undefined;
	const job = jobs.find(({ family, id }) => read.data[family.idField] === id.raw);
	return job && stateOf(job.family, read.data).phase !== 'running' ? job : undefined;
}

/** One call at a time looks; what is called for meanwhile is looked at when it is done. */
async function attend(
	context: IWebhookFunctions,
	sleeper: Sleeper,
	id: string,
): Promise<Ending | undefined> {
	const key = `${String(context.evaluateExpression('{{ $execution.id }}', 0))} ${context.getNode().id}`;
	const ongoing = attended.get(key);
	if (ongoing) {
		ongoing.add(id);
		return undefined;
	}
	const called = new Set([id]);
	attended.set(key, called);
	try {
		const attendance = new Attendance(context, await PixVerseApi.connect(context), sleeper);
		for (const each of called) {
			called.delete(each);
			const ending = await attendance.attendTo(each);
			if (ending) return ending;
		}
		return undefined;
	} finally {
		attended.delete(key);
	}
}

/** What a woken execution goes on with. */
type Ending = { items: INodeExecutionData[] } | { error: NodeFailure };

/** Finds out whether all jobs of a sleeping execution have ended. */
class Attendance {
	/** Of the jobs that have ended. */
	private readonly verdicts = new Map<Job, Exclude<Verdict, { phase: 'running' }>>();
	private readonly clock;
	private readonly looking;
	private readonly continues;

	constructor(
		private readonly context: IWebhookFunctions,
		private readonly api: PixVerseApi,
		private readonly sleeper: Sleeper,
	) {
		this.clock = clockOf(context);
		this.looking = new Looking(api);
		const { onError, continueOnFail } = context.getNode();
		this.continues = onError === undefined ? continueOnFail === true : onError !== 'stopWorkflow';
	}

	/** @returns undefined while there is something to sleep for */
	async attendTo(id: string): Promise<Ending | undefined> {
		const { left } = this.sleeper;
		const called = left.filter((job) => job.id.raw === id);
		if (!(await this.haveEnded(called, true))) return undefined;
		if (this.failed) return await this.gather();
		const others = left.filter((job) => !this.verdicts.has(job));
		// Most likely the last to end: while it runs, nothing else has to be looked at.
		if (!(await this.haveEnded(others.splice(-1)))) return undefined;
		return (await this.haveEnded(others)) || this.failed ? await this.gather() : undefined;
	}

	/** Whether the execution fails whatever becomes of the other jobs. */
	private get failed(): boolean {
		return !this.continues && [...this.verdicts.values()].some(({ phase }) => phase === 'failed');
	}

	/**
	 * Looks at jobs; again after a pause when none of them surely runs and the API could not be read.
	 * @param said whether PixVerse has said that they have ended, so that they may only not be shown as such yet
	 */
	private async haveEnded(jobs: Job[], said = false): Promise<boolean> {
		let open = jobs.filter((job) => !this.verdicts.has(job));
		for (const pause of [...PATIENCE, undefined]) {
			if (open.length === 0) break;
			const glances = await this.looking.at(open);
			const running: Job[] = [];
			let unclear = true;
			for (const job of open) {
				const glance = glances.get(job) ?? { kind: 'nothing' };
				const verdict = verdictOn(this.api.forItem(job.itemIndex), job, glance);
				if (verdict.phase === 'running') {
					running.push(job);
					// A video that is being made answers 404.
					const shown =
						glance.kind === 'seen' || (glance.kind === 'nothing' && glance.status === 404);
					if (shown && !said) unclear = false;
				} else this.verdicts.set(job, verdict);
			}
			open = running;
			if (!unclear || pause === undefined) break;
			if (open.length > 0) await this.clock.sleep(pause);
		}
		return open.length === 0;
	}

	private async gather(): Promise<Ending> {
		const { context, api, clock, continues, sleeper } = this;
		const gathering = new Gathering(context, api, clock, continues);
		gathering.jobs.push(...sleeper.jobs);
		for (const settled of sleeper.settled) gathering.add(settled);
		for (const [job, verdict] of this.verdicts) {
			if (verdict.phase === 'failed') gathering.fail(job.itemIndex, verdict.error);
			else if (!this.failed) gathering.collect({ job, seen: verdict.seen, ending: 'completed' });
		}
		try {
			return { items: (await gathering.settled()).map(({ item }) => item) };
		} catch (thrown) {
			return { error: asFailure(api, 0, thrown) };
		}
	}
}
