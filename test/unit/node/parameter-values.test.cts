import fc from 'fast-check';
import { hasExpression } from '../../../nodes/PixVerse/actions/parameterValues';

const text = fc.string().filter((value) => !value.startsWith('='));
const parameter = fc.letrec<{ any: unknown }>((tie) => ({
	any: fc.oneof(
		{ depthSize: 'small' },
		text,
		fc.constantFrom(0, 5, true, false, null, undefined),
		fc.array(tie('any'), { maxLength: 3 }),
		fc.dictionary(fc.string(), tie('any'), { maxKeys: 3 }),
	),
})).any;

describe('hasExpression', () => {
	it('should not find one in values without', () => {
		fc.assert(fc.property(parameter, (value) => expect(hasExpression(value)).toBe(false)));
	});

	it('should find one at any depth', () => {
		const places = fc.array(fc.constantFrom('list', 'object'), { maxLength: 4 });
		fc.assert(
			fc.property(places, parameter, text, (path, other, rest) => {
				const value = path.reduce<unknown>(
					(inner, place) => (place === 'list' ? [other, inner] : { other, inner }),
					`=${rest}`,
				);
				expect(hasExpression(value)).toBe(true);
			}),
		);
	});
});
