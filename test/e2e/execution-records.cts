import { parse as parseFlatted } from 'flatted';
import { z } from 'zod';
import type { Job } from '../../simulator/jobs.cts';
import type { Receiver } from './example-receiver.cts';
import { Execution, type Item } from './n8n/execution.cts';
import type { Credential, RestClient } from './n8n/rest.cts';
import type { Services } from './n8n/services.cts';
import { CREATE_NODE } from './webhook-workflow.cts';
import { RECOVERY_NODE } from './recovery-workflow.cts';
import { chainNodes, codeNode, pixVerseNode, START } from './workflows.cts';

/** An execution in n8n's database. */
export interface ExecutionRow {
	readonly id: number;
	readonly status: string;
	readonly mode: string;
}

/** Lists the executions of a workflow, oldest first. */
export const listExecutions = ({ queryRows }: Services, workflow: string): ExecutionRow[] =>
	queryRows<ExecutionRow>(
		`SELECT id, status, mode FROM execution_entity WHERE "workflowId" = '${workflow}' ORDER BY id`,
	);

/** Returns the output of a workflow's successful executions by execution ID. */
export function getReturnedItems({ queryRows }: Services, workflow: string): Map<number, Item[]> {
	const rows = queryRows<ExecutionRow & { data: string }>(
		`SELECT e.id, e.status, e.mode, d.data FROM execution_entity e JOIN execution_data d ON d."executionId" = e.id
		WHERE e."workflowId" = '${workflow}' AND e.status = 'success' ORDER BY e.id`,
	);
	return new Map(
		rows.map(({ id, status, mode, data }) => {
			const execution = new Execution(String(id), status, parseFlatted(data));
			const node = mode === 'error' ? RECOVERY_NODE : CREATE_NODE;
			return [id, execution.hasRun(node) ? execution.getItems(node) : []];
		}),
	);
}

/** Whether an execution of the webhook, not of the error trigger, is queued or running. */
export const isUnfinished = ({ status, mode }: ExecutionRow): boolean =>
	mode !== 'error' && (status === 'new' || status === 'running');

/** Returns the ID of the execution that created a job, from the job's reference. */
export const getExecutionId = ({ replyRef }: Job): string | undefined =>
	/n8n-[0-9a-f]{12}-(\d+)-/.exec(replyRef ?? '')?.[1];

/** The request body with which the node after PixVerse reports an item. */
export const REPORT_EXPRESSION =
	'={{ JSON.stringify({ execution: $execution.id, id: $json.id }) }}';

const reportSchema = z.object({ execution: z.string(), id: z.string() });

/** Returns the reported execution and job IDs, sorted, in the format of `getExpectedIds`. */
export const getReportedIds = ({ received }: Receiver): string[] =>
	received
		.map((each) => reportSchema.parse(each))
		.map(({ execution, id }) => `${execution} ${id}`)
		.sort();

/** Returns the execution and job IDs that should be reported for jobs, sorted. */
export const getExpectedIds = (jobs: readonly Job[]): string[] =>
	jobs.map((job) => `${getExecutionId(job)} ${job.id}`).sort();

/** Lists the IDs of the finished videos of PixVerse accounts with Video: Get Many. */
export async function listFinishedVideoIds(
	rest: RestClient,
	credential: Credential,
	accounts: readonly string[],
): Promise<unknown[]> {
	const emails = JSON.stringify(accounts);
	const { id } = await rest.createWorkflow(
		chainNodes(
			'listing',
			START,
			codeNode('Accounts', `return ${emails}.map((email) => ({ json: { email } }));`),
			pixVerseNode('Made', credential, {
				resource: 'video',
				operation: 'getAll',
				returnAll: true,
				account: { __rl: true, mode: 'email', value: '={{ $json.email }}' },
			}),
		),
	);
	const items = (await rest.run(id, START.name)).getItems('Made');
	return items
		.filter(({ json }) => json.status === 'COMPLETED' && json.url)
		.map(({ json }) => json.id);
}
