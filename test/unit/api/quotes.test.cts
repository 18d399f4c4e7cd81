import { parseQuotedCredits } from '../../../nodes/shared/api/quotes';

describe('The price of a quote', () => {
	it.each<[unknown, number | undefined]>([
		[{ cost_credits: 30 }, 30],
		[{ credits: '45' }, 45],
		[{ price: 0 }, 0],
		[{ cost_credits: null, credits: 12.5 }, 12.5],
		[{ cost_credits: 'free', price: 7 }, 7],
		[{ cost_credits: 5, credits: 6, price: 7 }, 5],
		[{ cost_credits: -1, price: 7 }, 7],
		[{ cost_credits: true }, undefined],
		[{ credits: { total: 9 } }, undefined],
		[{ credits: 'NaN' }, undefined],
		[{}, undefined],
		[[], undefined],
		['30', undefined],
		[undefined, undefined],
	])('should be read from %j as %p', (body, credits) => {
		expect(parseQuotedCredits(body)).toBe(credits);
	});
});
