import type { INodeProperties } from 'n8n-workflow';
import { forms, operations } from './properties.cts';

/** Fields of this name, wherever a user meets one. */
const named = (name: string) =>
	forms.flatMap(([, fields]) =>
		fields
			.filter(({ field }) => field.name === name)
			.map(({ field, path, place }): [string, typeof field] => [`${place} · ${path}`, field]),
	);

describe('Fields that every n8n user knows', () => {
	it.each(named('returnAll'))('should be worded as everywhere in n8n: %s', (_path, field) => {
		expect(field).toMatchObject({
			displayName: 'Return All',
			type: 'boolean',
			default: false,
			description: 'Whether to return all results or only up to a given limit',
		});
	});

	it.each(named('limit'))('should be worded as everywhere in n8n: %s', (_path, field) => {
		expect(field).toMatchObject({
			displayName: 'Limit',
			type: 'number',
			default: 50,
			typeOptions: { minValue: 1 },
			description: 'Max number of results to return',
		});
	});

	it.each(named('simplify'))('should be worded as everywhere in n8n: %s', (_path, field) => {
		expect(field).toMatchObject({
			displayName: 'Simplify',
			type: 'boolean',
			default: true,
			description: 'Whether to return a simplified version of the response instead of the raw data',
		});
	});

	it.each(named('binaryPropertyOutput'))(
		'should be worded as everywhere in n8n: %s',
		(_path, field) => {
			expect(field).toMatchObject({ displayName: 'Put Output File in Field', default: 'data' });
		},
	);

	it('should limit every list that can be long', () => {
		for (const { value, operation } of operations) {
			const names = operation.fields.map(({ name }) => name);
			expect(names.includes('returnAll')).toBe(names.includes('limit'));
			if (value === 'get' || value === 'delete') expect(names).not.toContain('limit');
		}
	});

	it('should let Timeout start from the default of what is generated', () => {
		const defaults = operations.flatMap(({ resource, value, operation }) => {
			const options = operation.fields.find(({ name }) => name === 'options')?.options ?? [];
			const timeout = (options as INodeProperties[]).find(({ name }) => name === 'timeout');
			return timeout ? [[`${resource} ${value}`, timeout.default] as const] : [];
		});
		const wrong = defaults.filter(
			([name, minutes]) => minutes !== (name.startsWith('musicVideo') ? 60 : 30),
		);
		expect(wrong).toEqual([]);
		expect(defaults.map(([name]) => name)).toEqual(
			expect.arrayContaining([
				'musicVideo create',
				'musicVideo wait',
				'video create',
				'image wait',
			]),
		);
	});

	it('should have wait and output fields in every generation', () => {
		for (const { operation } of operations)
			if (operation.type === 'generation')
				expect(operation.fields.map(({ name }) => name)).toEqual(
					expect.arrayContaining([
						'waitMode',
						'download',
						'binaryPropertyOutput',
						'simplify',
						'options',
					]),
				);
	});
});
