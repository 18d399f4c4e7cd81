import { parse as parseFlatted } from 'flatted';
import { z } from 'zod';
import type { Job } from '../../simulator/jobs.cts';
import type { Receiver } from './example-receiver.cts';
import { Execution, type Item } from './n8n/execution.cts';
import type { Credential, Rest } from './n8n/rest.cts';
import type { Services } from './n8n/services.cts';
import { CREATE_NODE } from './webhook-workflow.cts';
import { RECOVERY_NODE } from './recovery-workflow.cts';
import { chainNodes, codeNode, pixVerseNode, START } from './workflows.cts';

/** An execution as n8n's database has it. */
export interface ExecutionRow {
	readonly id: number;
	readonly status: string;
	readonly mode: string;
}

/** The executions of a workflow, oldest first. */
export const getExecutions = ({ rows }: Services, workflow: string): ExecutionRow[] =>
	rows<ExecutionRow>(
		`SELECT id, status, mode FROM execution_entity WHERE "workflowId" = '${workflow}' ORDER BY id`,
	);

/** The output of the successful executions of a workflow, by execution. */
export function getReturnedItems({ rows }: Services, workflow: string): Map<number, Item[]> {
	const ended = rows<ExecutionRow & { data: string }>(
		`SELECT e.id, e.status, e.mode, d.data FROM execution_entity e JOIN execution_data d ON d."executionId" = e.id
		WHERE e."workflowId" = '${workflow}' AND e.status = 'success' ORDER BY e.id`,
	);
	return new Map(
		ended.map(({ id, status, mode, data }) => {
			const execution = new Execution(String(id), status, parseFlatted(data));
			const node = mode === 'error' ? RECOVERY_NODE : CREATE_NODE;
			return [id, execution.ran(node) ? execution.itemsOf(node) : []];
		}),
	);
}

/** Whether it is an order that n8n has not done with and that does not sleep. */
export const isRunning = ({ status, mode }: ExecutionRow): boolean =>
	mode !== 'error' && (status === 'new' || status === 'running');

/** The execution that has made a job, by the reference that PixVerse got. */
export const getExecutionId = ({ replyRef }: Job): string | undefined =>
	/n8n-[0-9a-f]{12}-(\d+)-/.exec(replyRef ?? '')?.[1];

/** The body with which the node behind tells of an item. */
export const REPORT_EXPRESSION =
	'={{ JSON.stringify({ execution: $execution.id, id: $json.id }) }}';

const told = z.object({ execution: z.string(), id: z.string() });

/** What the node behind has told, sorted: the execution and the job, as `toTell` has them. */
export const getReportedIds = ({ received }: Receiver): string[] =>
	received
		.map((each) => told.parse(each))
		.map(({ execution, id }) => `${execution} ${id}`)
		.sort();

/** What should be told of jobs. */
export const getExpectedIds = (jobs: readonly Job[]): string[] =>
	jobs.map((job) => `${getExecutionId(job)} ${job.id}`).sort();

/** The IDs of the finished videos that Video: Get Many lists for PixVerse accounts. */
export async function waitUntilFinished(
	rest: Rest,
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
	const items = (await rest.run(id, START.name)).itemsOf('Made');
	return items
		.filter(({ json }) => json.status === 'COMPLETED' && json.url)
		.map(({ json }) => json.id);
}
