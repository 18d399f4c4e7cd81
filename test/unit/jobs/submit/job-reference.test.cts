import fc from 'fast-check';
import type { IExecuteFunctions } from 'n8n-workflow';
import { scale } from '../../../scale.cts';
import { MAX_REPLY_REF_LENGTH } from '../../../../nodes/shared/catalog/requestSchemas/fields';
import {
	parseExecutionId,
	getInstancePrefix,
	hashOrigin,
	buildReference,
	buildReferencePattern,
	getResumeToken,
} from '../../../../nodes/shared/jobs/submit/jobReference';

interface Position {
	instance: string;
	workflow: string;
	node: string;
	execution: string;
	run: number;
	item: number;
	attempt: number;
}

const createReference = (position: Position, userReference?: string) => {
	const context = {
		getInstanceId: () => position.instance,
		getWorkflow: () => ({ id: position.workflow }),
		getNode: () => ({ id: position.node }),
		getExecutionId: () => position.execution,
		evaluateExpression: () => position.run,
		// The execution has already seen all previous runs.
		getContext: () => ({ pixVerseRuns: Array.from({ length: position.run + 1 }, (_, run) => run) }),
	};
	return buildReference(
		context as unknown as IExecuteFunctions,
		position.item,
		position.attempt,
		userReference,
	);
};

const POSITION: Position = {
	instance: 'i',
	workflow: 'w',
	node: 'n',
	execution: '231',
	run: 0,
	item: 4,
	attempt: 1,
};
const anyName = fc.constantFrom('a', 'b', '1', '1-2');
const anyPosition = fc.record({
	instance: anyName,
	workflow: anyName,
	node: anyName,
	execution: fc.oneof(fc.constantFrom('1', '1-2', '12'), fc.uuid()),
	run: fc.nat({ max: 12 }),
	item: fc.nat({ max: 12 }),
	attempt: fc.integer({ min: 1, max: 12 }),
});

describe('buildReference', () => {
	it('should be the same for the same position', () => {
		expect(createReference(POSITION)).toBe(createReference({ ...POSITION }));
		expect(createReference(POSITION)).toMatch(/^n8n-[0-9a-f]{12}-231-0-4-1$/);
	});

	it('should start with a prefix that is unique to the n8n instance', () => {
		const getPrefix = (instance: string) => getInstancePrefix({ getInstanceId: () => instance });
		const elsewhere = { ...POSITION, workflow: 'x', node: 'x', execution: '7' };
		expect(createReference(POSITION).startsWith(getPrefix('i'))).toBe(true);
		expect(createReference(elsewhere).startsWith(getPrefix('i'))).toBe(true);
		expect(getPrefix('other')).not.toBe(getPrefix('i'));
	});

	it('should differ for every other position', () => {
		fc.assert(
			fc.property(anyPosition, anyPosition, (one, other) => {
				const same = JSON.stringify(one) === JSON.stringify(other);
				expect(createReference(one) === createReference(other)).toBe(same);
			}),
			{ numRuns: scale(2000, 2000, 200) },
		);
	});

	it.each(Object.keys(POSITION) as Array<keyof Position>)(
		'should differ for another %s',
		(part) => {
			const other = { ...POSITION, [part]: typeof POSITION[part] === 'number' ? 9 : 'z' };
			expect(createReference(other)).not.toBe(createReference(POSITION));
		},
	);

	it('should match only executions of the same origin, for each item', () => {
		const context = (url: string) =>
			({
				getInstanceId: () => 'i',
				getWorkflow: () => ({ id: 'w' }),
				getNode: () => ({ id: 'n' }),
				getExecutionId: () => '231',
				evaluateExpression: (text: string) => (text.includes('resumeUrl') ? url : 0),
				getContext: () => ({}),
			}) as unknown as IExecuteFunctions;
		const execution = context('https://n8n.example/webhook-waiting/231?signature=0a1b2c');
		const token = getResumeToken(execution) ?? '';
		const origin = hashOrigin(token, 'a');
		const pattern = buildReferencePattern(execution, 4, origin);
		expect(origin).toMatch(/^[0-9a-f]{8}$/);
		expect(buildReference(execution, 4, 2, undefined, origin)).toMatch(pattern);
		expect(buildReference(execution, 4, 2, 'order 7', origin)).toMatch(pattern);
		expect(buildReference(execution, 14, 2, undefined, origin)).not.toMatch(pattern);
		for (const other of [hashOrigin('ffff', 'a'), hashOrigin(token, 'b')])
			expect(buildReference(execution, 4, 2, undefined, other)).not.toMatch(pattern);
		expect(getResumeToken(context('https://n8n.example/webhook-waiting/231'))).toBeUndefined();
	});

	it.each([
		['https://n8n.example/webhook-waiting/231?signature=0a1b2c', '0a1b2c'],
		['https://n8n.example/webhook-waiting/231?a=1&signature=0a1b2c&b=2', '0a1b2c'],
		['https://n8n.example/webhook-waiting/231?xsignature=0a1b2c', undefined],
		[undefined, undefined],
	])('should read the token of the resume URL %s', (url, token) => {
		const evaluated: unknown[] = [];
		const evaluateExpression = (...args: unknown[]) => {
			evaluated.push(args);
			return url;
		};
		expect(getResumeToken({ evaluateExpression } as unknown as IExecuteFunctions)).toBe(token);
		expect(evaluated).toEqual([['{{ $execution.resumeUrl }}', 0]]);
	});

	it('should contain the execution ID in tool calls of an agent, too', () => {
		expect(parseExecutionId('n8n-0123456789ab-231-0t12-4-1')).toBe('231');
		expect(parseExecutionId('n8n-0123456789ab-231-0tx-4-1')).not.toBe('231');
		expect(parseExecutionId(231)).toBeUndefined();
	});

	it('should contain the ID of the execution that sent the create, whatever precedes or follows it', () => {
		const execution = fc.oneof(fc.nat().map(String), fc.uuid());
		const hex = fc.constantFrom(...'0123456789abcdef');
		const origin = fc.option(fc.array(hex, { minLength: 8, maxLength: 8 }), { nil: undefined });
		const userReference = fc.option(fc.constantFrom('order 7', 'n8n-1', 'a-0-1-2'), {
			nil: undefined,
		});
		fc.assert(
			fc.property(
				anyPosition,
				execution,
				origin,
				userReference,
				(other, id, originDigits, prefix) => {
					const own = createReference({ ...other, execution: id }, prefix);
					expect(parseExecutionId(originDigits ? `${own}-${originDigits.join('')}` : own)).toBe(id);
				},
			),
			{ numRuns: scale(2000, 2000, 200) },
		);
	});

	it.each([undefined, '', 'order 7', 'n8n-0-1-2', 'order-8-0-1-1'])(
		'should not be found in %j',
		(other) => {
			expect(parseExecutionId(other)).toBeUndefined();
		},
	);

	it('should be unique if the execution has no ID', () => {
		const unsaved = { ...POSITION, execution: '' };
		expect(createReference(unsaved)).not.toBe(createReference(unsaved));
	});

	it("should start with the user's reference and end with its complete own part", () => {
		expect(createReference(POSITION, 'order 1234')).toBe(`order 1234 ${createReference(POSITION)}`);
	});

	it("should fit into the API's 1024 characters after the longest accepted reference of the user", () => {
		const longPosition = {
			...POSITION,
			execution: '0b5c8a56-7c1d-4a59-a4f0-2b7c5d1d8b7e',
			run: 99_999,
			item: 1e9,
		};
		const longest = 'x'.repeat(MAX_REPLY_REF_LENGTH);
		expect(createReference({ ...longPosition, attempt: 1e9 }, longest).length).toBeLessThanOrEqual(
			1024,
		);
	});

	it('should not reveal instance, workflow, or node', () => {
		const secret = { ...POSITION, instance: 'instance-x', workflow: 'workflow-x', node: 'node-x' };
		expect(createReference(secret)).not.toMatch(/instance|workflow|node/);
	});
});
