import type { IDataObject } from 'n8n-workflow';

/**
 * Where n8n keeps a polling trigger: in the memory of a process (the default), as jobs in its database
 * (N8N_SCHEDULER_POLL_TRIGGERS_ENABLED), or as jobs with a cursor (N8N_POLLER_DURABLE_CURSORS_ENABLED, too).
 */
export type Poller = 'memory' | 'jobs' | 'cursor';

/** n8n's database, and the rules by which n8n 2.40 stores what a trigger writes in a poll. */
export class PollStorage {
	/** Static data of the workflow. */
	staticData = '{}';
	/** Row of the trigger in `poller_state`. */
	cursor: string | undefined;
	/** Whether n8n polls the trigger by a job. It survives restarts, so that n8n doesn't poll when it starts. */
	hasJob = false;

	constructor(readonly poller: Poller) {}

	/** Whether n8n builds the workflow from its database for each poll. */
	get loadsEachPoll(): boolean {
		return this.poller !== 'memory';
	}

	/** A copy of the cursor for one poll. The first one is a copy of the static data of the node. @returns undefined without cursors */
	stageCursor(staticDataOfNode: IDataObject): IDataObject | undefined {
		if (this.poller !== 'cursor') return undefined;
		this.cursor ??= JSON.stringify(staticDataOfNode);
		return JSON.parse(this.cursor) as IDataObject;
	}

	/**
	 * Stores what a poll has written. Static data is saved on activation and with an execution. The cursor is committed with
	 * an execution and by regular polls, but not by the poll on activation if it emits nothing.
	 */
	commit(poll: {
		staticData: IDataObject;
		staged: IDataObject | undefined;
		isActivation: boolean;
		isEmitting: boolean;
	}): void {
		const { staticData, staged, isActivation, isEmitting } = poll;
		if (isActivation || isEmitting) this.staticData = JSON.stringify(staticData);
		if (staged && (isEmitting || !isActivation)) this.cursor = JSON.stringify(staged);
	}
}
