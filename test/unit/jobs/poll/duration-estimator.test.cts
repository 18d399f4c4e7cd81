import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';
import { families } from '../../../../nodes/shared/api/generationTypes';
import { Experience } from '../../../../nodes/shared/jobs/poll/durationEstimator';
import type { Job } from '../../../../nodes/shared/jobs/types';

const SECOND = 1000;
const job = (request: IDataObject = {}) => ({ family: families.video, request }) as unknown as Job;
const span = fc
	.tuple(fc.nat({ max: 100_000 }), fc.integer({ min: 1, max: 20_000 }))
	.map(([after, more]) => ({ after, by: after + more }));

describe('What is known of how long jobs take', () => {
	it('is nothing before one has ended', () => {
		expect(new Experience().of(job())).toBeUndefined();
	});

	it('is told by jobs of the same sort only', () => {
		const known = new Experience();
		const v6 = { model: 'v6', quality: '720p', duration: 5 };
		known.learn(job({ ...v6, prompt: 'a' }), { after: 30 * SECOND, by: 33 * SECOND });
		expect(known.of(job({ ...v6, prompt: 'b' }))).toEqual({
			after: 30 * SECOND,
			by: 33 * SECOND,
		});
		for (const other of [{ model: 'v5' }, { quality: '1080p' }, { duration: 8 }])
			expect(known.of(job({ ...v6, ...other }))).toBeUndefined();
	});

	it('reaches from the shortest to the longest of late', () => {
		fc.assert(
			fc.property(fc.array(span, { minLength: 1, maxLength: 30 }), (spans) => {
				const known = new Experience();
				for (const one of spans) known.learn(job(), one);
				const { after, by } = known.of(job()) ?? { after: NaN, by: NaN };
				expect(after).toBeGreaterThan(0);
				expect(by).toBeGreaterThan(after);
				for (const one of spans.slice(-8)) {
					expect(by).toBeGreaterThanOrEqual(one.by);
					if (one.after > 0) expect(after).toBeLessThanOrEqual(one.after);
				}
			}),
		);
	});

	it('moves towards shorter ones when the first look always finds them ended', () => {
		const known = new Experience();
		let by = 60 * SECOND;
		for (let turn = 0; turn < 40; turn++) {
			known.learn(job(), { after: 0, by });
			by = known.of(job())?.after ?? by;
		}
		expect(by).toBeLessThan(20 * SECOND);
	});

	it('forgets what has become untrue', () => {
		const known = new Experience();
		known.learn(job(), { after: 500 * SECOND, by: 600 * SECOND });
		for (let turn = 0; turn < 8; turn++)
			known.learn(job(), { after: 50 * SECOND, by: 60 * SECOND });
		expect(known.of(job())).toEqual({ after: 50 * SECOND, by: 60 * SECOND });
	});
});
