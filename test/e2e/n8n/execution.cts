import { z } from 'zod';

/** The states of an execution that do not change any more. */
export const ENDED_STATUSES: ReadonlySet<string> = new Set([
	'success',
	'error',
	'crashed',
	'canceled',
]);

/** What `GET /rest/executions/<id>` answers; `data` is in the form of the flatted library. */
export const executionResponseSchema = z.object({ status: z.string(), data: z.string() });

const binary = z.object({
	/** Where n8n has stored the file. */
	id: z.string(),
	fileName: z.string().optional(),
	fileExtension: z.string().optional(),
	mimeType: z.string(),
	fileType: z.string().optional(),
});

const item = z.object({
	json: z.record(z.unknown()),
	binary: z.record(binary).optional(),
	pairedItem: z.unknown().optional(),
});
export type Item = z.infer<typeof item>;

const failure = z.object({ message: z.string(), description: z.string().nullish() }).passthrough();

const runData = z.object({
	resultData: z.object({
		error: failure.optional(),
		runData: z.record(
			z.array(
				z.object({
					executionStatus: z.string().optional(),
					error: failure.optional(),
					// A sub-node, such as a chat model, has outputs of its own type instead.
					data: z.object({ main: z.array(z.array(item).nullable()).optional() }).optional(),
				}),
			),
		),
	}),
});

/** A finished execution, as n8n has saved it. */
export class Execution {
	private readonly result: z.infer<typeof runData>['resultData'];

	constructor(
		readonly id: string,
		readonly status: string,
		data: unknown,
	) {
		this.result = ENDED_STATUSES.has(status) ? runData.parse(data).resultData : { runData: {} };
	}

	/** What ended the execution before its time. */
	get error(): z.infer<typeof failure> | undefined {
		return this.result.error;
	}

	/** Whether a node has run. */
	ran(node: string): boolean {
		return this.result.runData[node] !== undefined;
	}

	/** The items of a node's output (the first output of its last run). */
	itemsOf(node: string, output = 0): Item[] {
		const run = this.result.runData[node]?.at(-1);
		if (!run) throw new Error(`"${node}" did not run; ${this.summary()}`);
		return run.data?.main?.[output] ?? [];
	}

	/** For messages: the state, and the error if there is one. */
	summary(): string {
		const error = this.error ? `: ${this.error.message} ${this.error.description ?? ''}` : '';
		return `execution ${this.id} ended with "${this.status}"${error}`;
	}
}
