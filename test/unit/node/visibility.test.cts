import type { INodeParameters, INodeProperties } from 'n8n-workflow';
import { NodeHelpers } from 'n8n-workflow';
import {
	description,
	eachOperation,
	getOptions,
	listStates,
	toolDescription,
	getVisibleFields,
} from './properties.cts';

describe.each(eachOperation)('The editor, set to %s', (_name, { resource, value, operation }) => {
	let views: Array<{ form: typeof description; state: INodeParameters; shown: INodeProperties[] }>;
	beforeAll(() => {
		const states = listStates(resource, value);
		views = [description, toolDescription].flatMap((form) =>
			states.map((state) => ({ form, state, shown: getVisibleFields(state, form) })),
		);
	});

	it('should show every field of the operation in some state, and no other field', () => {
		const names = new Set(views.flatMap(({ shown }) => shown.map(({ name }) => name)));
		const declared = new Set(operation.fields.map(({ name }) => name));
		expect([...names].sort()).toEqual([...declared, 'resource', 'operation'].sort());
	});

	it('should never show two fields with the same name, even for unknown models and expressions', () => {
		for (const { state, shown } of views) {
			const names = shown.map(({ name }) => name);
			const duplicates = names.filter((name, index) => names.indexOf(name) !== index);
			if (duplicates.length) expect({ state, duplicates }).toEqual({ state, duplicates: [] });
		}
	});

	it('should show no field of another operation', () => {
		const fields = new Set(views.flatMap(({ shown }) => shown));
		for (const { name, displayOptions } of fields)
			if (name !== 'resource' && name !== 'operation')
				expect(displayOptions?.show).toMatchObject({
					resource: expect.arrayContaining([resource]),
					operation: expect.arrayContaining([value]),
				});
	});

	it('should have a default that is in the list', () => {
		const models = new Set<string>();
		for (const { form, state, shown } of views) {
			const model = JSON.stringify([form.name, state.model]);
			if (models.has(model)) continue;
			models.add(model);
			const completed = NodeHelpers.getNodeParameters(
				description.properties,
				state,
				true,
				false,
				{ typeVersion: 1 },
				form,
			);
			for (const field of shown.filter(({ type }) => type === 'options'))
				if (!(field.name in state))
					expect(getOptions(field).map((option) => option.value)).toContain(
						completed?.[field.name],
					);
		}
	});
});
