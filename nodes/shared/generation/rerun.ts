import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { PixVerseApi } from '../api/client';
import type { GenerationId } from '../api/ids';
import { parseId } from '../api/ids';
import { runningJobs } from '../api/scheduler';
import { originOf, referencesOf } from './reference';

/**
 * What an execution has made before n8n or its worker died. Nothing of it is in n8n then: when somebody retries the
 * execution, the jobs that are still running are found by the references of their creates.
 */
export class Rerun {
	/** Unknown where n8n is too old to tell. */
	readonly origin: string | undefined;
	private running?: Promise<IDataObject[]>;

	constructor(
		private readonly context: IExecuteFunctions,
		private readonly api: PixVerseApi,
	) {
		this.origin = originOf(context);
	}

	/**
	 * The running jobs of an item, oldest first; none when this is no retry.
	 * @throws NodeApiError when the API does not say which jobs are running
	 */
	async jobsOf(itemIndex: number): Promise<GenerationId[]> {
		if (this.origin === undefined || this.context.getMode() !== 'retry') return [];
		const own = referencesOf(this.context, itemIndex, this.origin);
		const running = await (this.running ??= runningJobs(this.api));
		return running
			.filter(({ replyRef }) => own.test(String(replyRef ?? '')))
			.flatMap(({ id }) => parseId(String(id)) ?? [])
			.sort((a, b) => Number(a.number) - Number(b.number));
	}
}
