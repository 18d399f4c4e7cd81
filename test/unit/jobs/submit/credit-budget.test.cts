import type { IExecuteFunctions } from 'n8n-workflow';
import { generationTypes } from '../../../../nodes/shared/api/generationTypes';
import { buildDryRunResult, CreditBudget } from '../../../../nodes/shared/jobs/submit/creditBudget';
import { MediaInput } from '../../../../nodes/shared/jobs/submit/mediaInput';
import type { GenerationRequest, JobOptions } from '../../../../nodes/shared/jobs/types';
import { node } from '../../fake-api.cts';

/** Creates a factory of budgets that share the node context of one execution, over all runs and tries. */
function createExecution() {
	const stored: object = {};
	return (run = 0) =>
		new CreditBudget({
			evaluateExpression: () => run,
			getContext: () => stored,
			getMode: () => 'trigger',
			getNode: () => node,
		} as unknown as IExecuteFunctions);
}

const createRequest = (
	itemIndex: number,
	jobOptions: Partial<JobOptions> = { creditLimit: 100 },
	body: Record<string, unknown> = {},
): GenerationRequest => ({
	itemIndex,
	generationType: generationTypes.video,
	endpoint: 'videos/create',
	verbPhrase: 'create the video',
	body,
	schema: {} as GenerationRequest['schema'],
	displayNames: {},
	jobOptions: {
		waitMode: 'none',
		timeoutMs: 0,
		onTimeout: 'fail',
		simplify: true,
		...jobOptions,
	},
});
const createEstimate = (credits?: number) => ({
	credits,
	basis: 'v6, 5 s at 720p',
	source: 'catalog' as const,
});

describe('The credit limit', () => {
	it('should be the maximum that all items together can cost', () => {
		const budget = createExecution()();
		expect(budget.reserve(createRequest(0), createEstimate(60))).toBeUndefined();
		expect(budget.reserve(createRequest(1), createEstimate(40))).toBeUndefined();
		const error = budget.reserve(createRequest(2), createEstimate(1));
		expect(error?.message).toContain(
			'"Credit Limit" of 100 credits would be exceeded: with this item, the execution costs 101',
		);
		expect(error?.description).toMatch(
			/^v6, 5 s at 720p\. Increase the limit, .*Nothing was created/,
		);
		expect(error?.context.itemIndex).toBe(2);
	});

	it('should admit an item after a more expensive one was rejected', () => {
		const budget = createExecution()();
		expect(budget.reserve(createRequest(0), createEstimate(101))).toBeDefined();
		expect(budget.reserve(createRequest(1), createEstimate(100))).toBeUndefined();
	});

	it('should reject an item whose price is unknown, and reserve nothing for it', () => {
		const budget = createExecution()();
		const error = budget.reserve(createRequest(0), createEstimate());
		expect(error?.message).toContain('the price of this item is unknown');
		expect(error?.description).toContain('v6, 5 s at 720p. Remove the limit');
		expect(budget.reserve(createRequest(1), createEstimate(100))).toBeUndefined();
	});

	it('should apply to a limit of 0', () => {
		const budget = createExecution()();
		expect(budget.reserve(createRequest(0, { creditLimit: 0 }), createEstimate(0))).toBeUndefined();
		expect(budget.reserve(createRequest(0, { creditLimit: 0 }), createEstimate(1))).toBeDefined();
	});

	it('should count items of all runs, also those that ran without a limit', () => {
		const execution = createExecution();
		expect(execution(0).reserve(createRequest(0, {}), createEstimate(70))).toBeUndefined();
		expect(execution(1).reserve(createRequest(0), createEstimate(31))).toBeDefined();
		expect(execution(1).reserve(createRequest(0), createEstimate(30))).toBeUndefined();
	});

	it('should count items of unknown price as free if there is no limit', () => {
		const budget = createExecution()();
		expect(budget.reserve(createRequest(0, {}), createEstimate())).toBeUndefined();
		expect(budget.reserve(createRequest(1), createEstimate(100))).toBeUndefined();
	});

	it('should count a retry of the same item once', () => {
		const execution = createExecution();
		execution().reserve(createRequest(0), createEstimate(80));
		expect(execution().reserve(createRequest(0), createEstimate(90))).toBeUndefined();
		expect(execution().reserve(createRequest(1), createEstimate(11))).toBeDefined();
	});

	it('should count the credits that the API charged instead of the estimate', () => {
		const budget = createExecution()();
		budget.reserve(createRequest(0), createEstimate(80));
		budget.commit(createRequest(0), 20);
		expect(budget.reserve(createRequest(1), createEstimate(80))).toBeUndefined();
	});

	it('should count a charge of 0 credits as 0', () => {
		const budget = createExecution()();
		budget.reserve(createRequest(0), createEstimate(80));
		budget.commit(createRequest(0), 0);
		expect(budget.reserve(createRequest(1), createEstimate(100))).toBeUndefined();
	});

	it('should count the estimate if the API reports no charge', () => {
		const budget = createExecution()();
		budget.reserve(createRequest(0), createEstimate(80));
		budget.commit(createRequest(0), undefined);
		expect(budget.reserve(createRequest(1), createEstimate(21))).toBeDefined();
		expect(budget.reserve(createRequest(1), createEstimate(20))).toBeUndefined();
	});

	it('should count a job once, however often its result is reported', () => {
		const budget = createExecution()();
		budget.reserve(createRequest(0), createEstimate(40));
		budget.commit(createRequest(0), 40);
		budget.commit(createRequest(0), 40);
		budget.commit(createRequest(5), 40);
		expect(budget.reserve(createRequest(1), createEstimate(60))).toBeUndefined();
	});

	it('should release the credits of a request that created nothing', () => {
		const budget = createExecution()();
		budget.reserve(createRequest(0), createEstimate(100));
		budget.release(createRequest(0));
		expect(budget.reserve(createRequest(1), createEstimate(100))).toBeUndefined();
	});
});

describe('The result of a dry run', () => {
	const body = {
		prompt: 'a lighthouse',
		seed: undefined,
		image_path: new MediaInput('path', 'upload/a.png', 'Image', 0),
		first_frame_path: new MediaInput('url', 'https://example.com/a.png', 'Image', 0),
		last_frame_path: new MediaInput('binary', 'data', 'Image', 0),
		audio_path: new MediaInput(
			'binary',
			'song.mp3',
			'Audio',
			0,
			{},
			{
				data: '',
				mimeType: 'audio/mpeg',
			},
		),
	};

	it('should contain the request that would be sent, and its price', () => {
		expect(buildDryRunResult(createRequest(0, {}, body), createEstimate(45))).toEqual({
			dryRun: true,
			endpoint: 'POST videos/create',
			request: {
				prompt: 'a lighthouse',
				image_path: 'upload/a.png',
				first_frame_path: '(would be uploaded from https://example.com/a.png)',
				last_frame_path: '(would be uploaded from the field data)',
				audio_path: '(would be uploaded from the file song.mp3)',
			},
			estimatedCredits: 45,
			estimateBasis: 'v6, 5 s at 720p',
			estimateSource: 'catalog',
		});
	});

	it('should contain null for an unknown price', () => {
		expect(buildDryRunResult(createRequest(0, {}), createEstimate())).toMatchObject({
			estimatedCredits: null,
		});
	});

	it('should contain the price on the selected plan', () => {
		const result = buildDryRunResult(createRequest(0, { plan: 'premiumWeb' }), createEstimate(45));
		expect(result).toMatchObject({ estimatedUsd: 0.18, plan: 'Premium (Web Subscription)' });
	});

	it('should contain null if the selected plan has no price', () => {
		const result = buildDryRunResult(
			createRequest(0, { plan: 'essentialApi' }),
			createEstimate(45),
		);
		expect(result).toMatchObject({ estimatedUsd: null, plan: 'Essential (Official API)' });
	});
});
