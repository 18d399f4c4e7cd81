import type { INodeProperties } from 'n8n-workflow';
import { forms, operations } from './properties.cts';

/** Finds the fields with a name in all forms. */
const findFields = (name: string) =>
	forms.flatMap(([, fields]) =>
		fields
			.filter(({ field }) => field.name === name)
			.map(({ field, path, location }): [string, typeof field] => [`${location} · ${path}`, field]),
	);

describe('Fields that n8n nodes have in common', () => {
	it.each(findFields('returnAll'))('should have the texts that n8n uses: %s', (_path, field) => {
		expect(field).toMatchObject({
			displayName: 'Return All',
			type: 'boolean',
			default: false,
			description: 'Whether to return all results or only up to a given limit',
		});
	});

	it.each(findFields('limit'))('should have the texts that n8n uses: %s', (_path, field) => {
		expect(field).toMatchObject({
			displayName: 'Limit',
			type: 'number',
			default: 50,
			typeOptions: { minValue: 1 },
			description: 'Max number of results to return',
		});
	});

	it.each(findFields('simplify'))('should have the texts that n8n uses: %s', (_path, field) => {
		expect(field).toMatchObject({
			displayName: 'Simplify',
			type: 'boolean',
			default: true,
			description: 'Whether to return a simplified version of the response instead of the raw data',
		});
	});

	it.each(findFields('binaryPropertyOutput'))(
		'should have the texts that n8n uses: %s',
		(_path, field) => {
			expect(field).toMatchObject({ displayName: 'Put Output File in Field', default: 'data' });
		},
	);

	it('should have a limit in every operation with Return All, and no limit otherwise', () => {
		for (const { value, operation } of operations) {
			const names = operation.fields.map(({ name }) => name);
			expect(names.includes('returnAll')).toBe(names.includes('limit'));
			if (value === 'get' || value === 'delete') expect(names).not.toContain('limit');
		}
	});

	it('should have the default timeout of the generation type', () => {
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

	it('should include wait and output fields in every generation', () => {
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
