import fc from 'fast-check';
import { scale } from '../../scale.cts';
import { parseJson } from '../../../nodes/shared/api/responseBody';
import { recordResponses, type RecordedResponse } from '../../fuzz/responses.cts';
import { mutations, corrupt, type Mutation } from '../../fuzz/mutations.cts';
import { evaluate, apiCalls } from '../../fuzz/api-calls.cts';
import { findUnclearText, findInvalidValue } from '../../fuzz/assertions.cts';
import { startReportedSimulator } from '../../reporting/requests.cts';
import { createResponse, createFakeApi } from '../fake-api.cts';

/** Number of mutated responses. The seed that a failure prints repeats them. */
const RUNS = scale(3000, 100_000);
/** No response takes longer to read, even on a slow machine. */
const MAX_READ_MS = 5_000;

const STATUSES = [
	400, 401, 402, 403, 404, 408, 410, 412, 418, 422, 429, 500, 502, 503, 504, 596, 302, 201,
];

let validResponses: RecordedResponse[] = [];
beforeAll(async () => {
	const simulator = await startReportedSimulator();
	validResponses = await recordResponses(simulator);
	await simulator.stop();
});

/** Reads a response. @returns the problem; undefined if there is none */
async function findProblem(
	call: string,
	status: number,
	text: string,
): Promise<string | undefined> {
	const reply = createResponse(status, parseJson(text), { 'retry-after': text.slice(0, 30) });
	evaluate(reply);
	const api = createFakeApi({ send: () => reply, itemIndex: 0 });
	for (const [index, reader] of (apiCalls[call] ?? []).entries()) {
		const startedAt = performance.now();
		const where = `${call}, reader ${index}, status ${status}: `;
		try {
			for (const json of await reader(api, reply)) {
				const invalidValue = findInvalidValue(json);
				if (invalidValue !== undefined) return where + invalidValue;
			}
		} catch (thrown) {
			const unclearText = findUnclearText(thrown as Error, text);
			if (unclearText !== undefined) return where + unclearText;
		}
		if (performance.now() - startedAt > MAX_READ_MS) return `${where}reading took too long`;
	}
	return undefined;
}

describe('Malformed responses', () => {
	it('should have a valid response for every API call of the node', () => {
		const calls = new Set(validResponses.map(({ call }) => call));
		expect([...calls].filter((call) => !(call in apiCalls))).toEqual([]);
		expect(Object.keys(apiCalls).filter((call) => !calls.has(call))).toEqual([]);
		expect(validResponses.filter(({ status }) => status >= 400).length).toBeGreaterThanOrEqual(3);
	});

	it('should read the valid response without an error', async () => {
		for (const { call, status, text } of validResponses)
			expect(await findProblem(call, status, text)).toBeUndefined();
	});

	const unprintable = '{"toString":1,"valueOf":1}';
	it.each([
		['GET features', `{"credit_daily":[${unprintable}]}`],
		['GET videos/effects', `{"items":[{"template_id":1,"effect_type":${unprintable}}]}`],
		[
			'GET videos/effects',
			`{"items":[{"template_id":1,"video_base_cost":1,"fixed_cost":${unprintable}}]}`,
		],
		['GET videos/restyles', '[[null]]'],
		['GET speech/models', '[[{}]]'],
		['GET videos', `{"data":[${'['.repeat(9000)}${']'.repeat(9000)}]}`],
		['GET videos', `{"data":[{"odd":${'['.repeat(9000)}${']'.repeat(9000)}}]}`],
		['GET videos/{id}', '{"video_status":8,"fail_reason":"<img src=x onerror=alert(1)>"}'],
		['POST files', '{"result":[{"path":"a","err_msg":"<img src=x onerror=alert(1)>"}]}'],
		[
			'GET videos',
			`{"data":[{"video_id":"user:1-pixverse:a@b.test-video:${'9'.repeat(400_000)}"}]}`,
		],
		[
			'GET videos/{id}',
			`{"video_status_name":"${'long '.repeat(9999)}","video_status_final":true}`,
		],
	])('should read %s with %s, which failed before', async (call, text) => {
		expect(await findProblem(call, 200, text)).toBeUndefined();
	});

	it.each([
		['an account', '{"a@b.test":{"email":{"toString":1}}}', 'GET accounts', { email: 'a@b.test' }],
		['an object', '{"a":{"__proto__":{"polluted":1},"b":2}}', 'GET features', { a: { b: 2 } }],
	])('should not misread %s', async (_case, text, call, expected) => {
		const reply = createResponse(200, parseJson(text));
		const [json] = (await apiCalls[call]?.[0]?.(createFakeApi({ send: () => reply }), reply)) ?? [];
		expect(json).toEqual(expected);
	});

	it('should become items that n8n can store, or an error with a clear message, for any mutation', async () => {
		const startedAt = Date.now();
		const malformed = fc.record({
			index: fc.nat(99_999),
			// A proxy may return the response to another request.
			other: fc.oneof(
				{ weight: 9, arbitrary: fc.constant(undefined) },
				{ weight: 1, arbitrary: fc.constantFrom(...Object.keys(apiCalls)) },
			),
			mutationList: mutations,
			status: fc.oneof(
				{ weight: 3, arbitrary: fc.constant(undefined) },
				{ weight: 1, arbitrary: fc.constantFrom(...STATUSES) },
			),
		});
		await fc.assert(
			fc.asyncProperty(malformed, async ({ index, other, mutationList, status }) => {
				const {
					call,
					text,
					status: validStatus,
				} = validResponses[index % validResponses.length] as RecordedResponse;
				const problem = await findProblem(
					other ?? call,
					status ?? validStatus,
					corrupt(text, mutationList as Mutation[]),
				);
				if (problem !== undefined) throw new Error(problem);
			}),
			{ numRuns: RUNS },
		);
		const seconds = ((Date.now() - startedAt) / 1000).toFixed(0);
		process.stdout.write(`Fuzzing: ${RUNS} mutated responses in ${seconds} s\n`);
	}, 600_000);
});
