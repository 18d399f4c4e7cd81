import { START_TIMEOUT_MS, startEnvironment, type TestEnvironment } from '../e2e/environment.cts';
import { chainNodes, codeNode, pixVerseNode, START } from '../e2e/workflows.cts';

const BATCH_SIZE = 40;
const ROUNDS = 2;

let environment: TestEnvironment;
beforeAll(async () => {
	const accounts = [{ email: 'studio@example.com', maxJobs: 8 }];
	environment = await startEnvironment('outage', { simulator: { speed: 1, accounts } });
}, START_TIMEOUT_MS);
afterAll(async () => await environment?.close());

describe('A batch in a real n8n during an outage', () => {
	it(
		'should create each item once and return all when creates are cut off and many reads in a row fail',
		async () => {
			const { credential, rest, simulator } = environment;
			const { id } = await rest.createWorkflow(
				chainNodes(
					'Outage',
					START,
					codeNode(
						'Prompts',
						`return Array.from({ length: ${BATCH_SIZE} }, (_, index) => ({ json: { prompt: \`Wave \${index}. [takes 4s]\` } }));`,
					),
					pixVerseNode(
						'Video',
						credential,
						{ resource: 'video', operation: 'create', prompt: '={{ $json.prompt }}' },
						{ onError: 'continueRegularOutput' },
					),
				),
			);
			for (let round = 0; round < ROUNDS; round++) {
				simulator.reset();
				const { faults } = simulator;
				faults.add({
					kind: 'cutAfter',
					match: { method: 'POST', path: 'videos/create' },
					probability: 0.2,
					count: 0,
				});
				for (const skip of [4, 30, 60])
					faults.add({ kind: 'status', status: 503, match: { method: 'GET' }, skip, count: 15 });
				const execution = await rest.run(id, START.name, 600_000);
				expect(execution.status).toBe('success');
				const items = execution.getItems('Video').map(({ json }) => json);
				const prompts = Array.from(
					{ length: BATCH_SIZE },
					(_none, index) => `Wave ${index}. [takes 4s]`,
				);
				const findId = (prompt: string) =>
					simulator.jobs.find(({ parameters }) => parameters.prompt === prompt)?.id;
				expect(simulator.jobs.map(({ parameters }) => parameters.prompt).sort()).toEqual(
					[...prompts].sort(),
				);
				// All prompts differ, so each lost job can be identified.
				expect(items.filter(({ error }) => error !== undefined)).toEqual([]);
				expect(items.map(({ id: itemId, prompt, status }) => [prompt, status, itemId])).toEqual(
					prompts.map((prompt) => [prompt, 'COMPLETED', findId(prompt)]),
				);
				const lostCreates = simulator.requests.filter(
					({ method, path, status }) =>
						method === 'POST' && path.endsWith('videos/create') && status !== 200 && status !== 429,
				);
				expect(lostCreates.length).toBeGreaterThan(0);
			}
		},
		30 * 60_000,
	);
});
