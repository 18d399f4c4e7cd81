import { Ajv } from 'ajv';
import fc from 'fast-check';

import { type Schema, inferSchema } from '../../../scripts/schemas/infer.cts';

// Without ownProperties, a property named toString is found in every object, because objects inherit a method with that name.
const ajv = new Ajv({ allowUnionTypes: true, ownProperties: true });
const json = fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<unknown>;
const item = fc.dictionary(fc.string({ maxLength: 4 }), json, { maxKeys: 6 });
const items = fc.array(item, { minLength: 1, maxLength: 6 });

/** Lists all types in a schema, at any depth. */
function listTypes({ type, properties, items: elements }: Schema): readonly string[] {
	const inner = [...Object.values(properties ?? {}), ...(elements ? [elements] : [])];
	return [...[type].flat(), ...inner.flatMap(listTypes)];
}

describe('inferSchema', () => {
	it('should return a JSON Schema that all items match', () => {
		fc.assert(
			fc.property(items, (all) => {
				const validate = ajv.compile(inferSchema(all));
				for (const each of all) expect(validate(each)).toBe(true);
			}),
		);
	});

	it('should match items with and without a field named like a method of every object', () => {
		const items: unknown[] = [{ price: { toString: 0 } }, { price: {} }];
		const validate = ajv.compile(inferSchema(items));
		expect(items.map((each) => validate(each))).toEqual([true, true]);
	});

	it('should contain exactly the fields of the items, in their order', () => {
		fc.assert(
			fc.property(items, (all) => {
				const names = Object.keys(inferSchema(all).properties ?? {});
				// Objects list integer keys first.
				expect(names).toEqual(Object.keys(Object.assign({}, ...all)));
			}),
		);
	});

	it('should keep all types when an item is added', () => {
		fc.assert(
			fc.property(items, item, (all, more) => {
				const before = listTypes(inferSchema(all));
				const after = listTypes(inferSchema([...all, more]));
				expect(after).toEqual(expect.arrayContaining([...before]));
			}),
		);
	});

	it('should list null last, because the editor shows the first type of a field', () => {
		expect(inferSchema([{ url: null }, { url: 'https://…' }]).properties).toEqual({
			url: { type: ['string', 'null'] },
		});
		expect(inferSchema([{ url: null }]).properties).toEqual({ url: { type: 'null' } });
	});

	it('should describe nested arrays and objects, without item types for empty arrays', () => {
		const all = [{ codes: [] }, { codes: ['de', 'en'], price: { credits: 2.5 } }];
		expect(inferSchema(all)).toEqual({
			type: 'object',
			properties: {
				codes: { type: 'array', items: { type: 'string' } },
				price: { type: 'object', properties: { credits: { type: 'number' } } },
			},
		});
		expect(inferSchema([{ codes: [] }]).properties).toEqual({ codes: { type: 'array' } });
	});
});
