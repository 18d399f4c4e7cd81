import { z } from 'zod';

/** The final statuses of an execution. */
export const ENDED_STATUSES: ReadonlySet<string> = new Set([
	'success',
	'error',
	'crashed',
	'canceled',
]);

/** The response to `GET /rest/executions/<id>`. `data` is in the format of the flatted library. */
export const executionResponseSchema = z.object({ status: z.string(), data: z.string() });

const binarySchema = z.object({
	/** The location of the stored file. */
	id: z.string(),
	fileName: z.string().optional(),
	fileExtension: z.string().optional(),
	mimeType: z.string(),
	fileType: z.string().optional(),
});

const itemSchema = z.object({
	json: z.record(z.unknown()),
	binary: z.record(binarySchema).optional(),
	pairedItem: z.unknown().optional(),
});
export type Item = z.infer<typeof itemSchema>;

const errorSchema = z
	.object({ message: z.string(), description: z.string().nullish() })
	.passthrough();

const executionDataSchema = z.object({
	resultData: z.object({
		error: errorSchema.optional(),
		runData: z.record(
			z.array(
				z.object({
					executionStatus: z.string().optional(),
					error: errorSchema.optional(),
					// A sub-node, such as a chat model, has outputs of another type.
					data: z.object({ main: z.array(z.array(itemSchema).nullable()).optional() }).optional(),
				}),
			),
		),
	}),
});

/** An execution, as n8n has saved it. */
export class Execution {
	private readonly result: z.infer<typeof executionDataSchema>['resultData'];

	constructor(
		readonly id: string,
		readonly status: string,
		data: unknown,
	) {
		this.result = ENDED_STATUSES.has(status)
			? executionDataSchema.parse(data).resultData
			: { runData: {} };
	}

	/** The error that stopped the execution. */
	get error(): z.infer<typeof errorSchema> | undefined {
		return this.result.error;
	}

	/** Whether a node has run. */
	hasRun(node: string): boolean {
		return this.result.runData[node] !== undefined;
	}

	/** Returns the items of an output of a node's last run. */
	getItems(node: string, output = 0): Item[] {
		const run = this.result.runData[node]?.at(-1);
		if (!run) throw new Error(`"${node}" did not run; ${this.getSummary()}`);
		return run.data?.main?.[output] ?? [];
	}

	/** Returns the status, and the error if there is one, for messages. */
	getSummary(): string {
		const error = this.error ? `: ${this.error.message} ${this.error.description ?? ''}` : '';
		return `execution ${this.id} ended with "${this.status}"${error}`;
	}
}
