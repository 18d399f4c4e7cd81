import { Ajv } from 'ajv';
import fc from 'fast-check';

import { type Schema, schemaOf } from '../../../scripts/schemas/infer.cts';

const ajv = new Ajv({ allowUnionTypes: true });
const json = fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<unknown>;
const item = fc.dictionary(fc.string({ maxLength: 4 }), json, { maxKeys: 6 });
const items = fc.array(item, { minLength: 1, maxLength: 6 });

/** All types that a schema names, however deep. */
function typesIn({ type, properties, items: elements }: Schema): readonly string[] {
	const inner = [...Object.values(properties ?? {}), ...(elements ? [elements] : [])];
	return [...[type].flat(), ...inner.flatMap(typesIn)];
}

describe('A schema made of items', () => {
	it('is JSON Schema, and fits each of them', () => {
		fc.assert(
			fc.property(items, (all) => {
				const validate = ajv.compile(schemaOf(all));
				for (const each of all) expect(validate(each)).toBe(true);
			}),
		);
	});

	it('names their fields and no others, in the order in which they come', () => {
		fc.assert(
			fc.property(items, (all) => {
				const names = Object.keys(schemaOf(all).properties ?? {});
				// Names that are numbers come first in any object.
				expect(names).toEqual(Object.keys(Object.assign({}, ...all)));
			}),
		);
	});

	it('says only what is in one of them, so that each is needed', () => {
		fc.assert(
			fc.property(items, item, (all, more) => {
				const before = typesIn(schemaOf(all));
				const after = typesIn(schemaOf([...all, more]));
				expect(after).toEqual(expect.arrayContaining([...before]));
			}),
		);
	});

	it('has null last: the editor shows the first type of a field', () => {
		expect(schemaOf([{ url: null }, { url: 'https://…' }]).properties).toEqual({
			url: { type: ['string', 'null'] },
		});
		expect(schemaOf([{ url: null }]).properties).toEqual({ url: { type: 'null' } });
	});

	it('looks into lists and objects, and leaves out what an empty list could have', () => {
		const all = [{ codes: [] }, { codes: ['de', 'en'], price: { credits: 2.5 } }];
		expect(schemaOf(all)).toEqual({
			type: 'object',
			properties: {
				codes: { type: 'array', items: { type: 'string' } },
				price: { type: 'object', properties: { credits: { type: 'number' } } },
			},
		});
		expect(schemaOf([{ codes: [] }]).properties).toEqual({ codes: { type: 'array' } });
	});
});
