import fc from 'fast-check';
import type { Kind } from '../../../nodes/shared/api/families';
import { families } from '../../../nodes/shared/api/families';
import { pauseBefore, rhythmFor } from '../../../nodes/shared/generation/schedule';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

const kind = fc.constantFrom(...(Object.keys(families) as Kind[]));
const rhythm = fc
	.tuple(kind, fc.boolean(), fc.option(fc.integer({ min: 1, max: 3600 }), { nil: undefined }))
	.map(([one, offPeak, seconds]) =>
		rhythmFor(one, { offPeak, interval: seconds && seconds * SECOND }),
	);
const random = fc.double({ min: 0, max: 1, noNaN: true });
const looks = fc.nat({ max: 5000 });

/** The middle of what chance makes of a pause. */
const usual = (look: number, of: ReturnType<typeof rhythmFor>) => pauseBefore(look, of, 0.5);

describe('When a job is looked at', () => {
	it.each([
		['video', 10],
		['image', 3],
		['music', 10],
		['speech', 2],
	] as Array<[Kind, number]>)(
		'a %s is looked at first after %d s, when it may be ready',
		(one, first) => {
			expect(usual(0, rhythmFor(one, {}))).toBe(first * SECOND);
		},
	);

	it('an off-peak job, which takes hours, is looked at every few minutes', () => {
		const rare = rhythmFor('video', { offPeak: true });
		expect(usual(0, rare)).toBe(MINUTE);
		expect(usual(100, rare)).toBe(5 * MINUTE);
	});

	it("the user's own rhythm is kept, off-peak or not", () => {
		for (const offPeak of [true, false]) {
			const own = rhythmFor('image', { offPeak, interval: 30 * SECOND });
			for (const look of [0, 1, 2, 50]) expect(usual(look, own)).toBe(30 * SECOND);
		}
	});

	it('the pauses grow up to a limit, and never shrink', () => {
		fc.assert(
			fc.property(rhythm, looks, (one, look) => {
				const now = usual(look + 1, one);
				expect(usual(look + 2, one)).toBeGreaterThanOrEqual(now);
				expect(now).toBeLessThanOrEqual(one.cap);
				expect(now).toBeGreaterThanOrEqual(Math.min(one.step, one.cap));
			}),
		);
	});

	it('the pauses reach their limit within a few looks', () => {
		for (const one of Object.keys(families) as Kind[]) {
			const of = rhythmFor(one, {});
			expect(usual(1, of)).toBeLessThan(of.cap);
			expect(usual(12, of)).toBe(of.cap);
		}
	});

	it('chance moves a pause by a tenth at the most', () => {
		fc.assert(
			fc.property(rhythm, looks, random, (one, look, chance) => {
				const pause = pauseBefore(look, one, chance);
				expect(pause).toBeGreaterThanOrEqual(usual(look, one) * 0.9 - 1e-6);
				expect(pause).toBeLessThanOrEqual(usual(look, one) * 1.1 + 1e-6);
			}),
		);
	});

	it('two executions that started together do not ask in step', () => {
		const of = rhythmFor('video', {});
		expect(pauseBefore(3, of, 0.1)).not.toBe(pauseBefore(3, of, 0.9));
	});

	it('a pause is a positive, finite time, however often was looked', () => {
		fc.assert(
			fc.property(rhythm, fc.nat(), random, (one, look, chance) => {
				const pause = pauseBefore(look, one, chance);
				expect(Number.isFinite(pause) && pause > 0).toBe(true);
			}),
		);
	});
});
