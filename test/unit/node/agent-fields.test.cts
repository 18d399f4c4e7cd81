import type { INodeParameters } from 'n8n-workflow';
import { eachOperation, operations, toolDescription, visible } from './properties.cts';
import { complete } from '../../../scripts/pictures/shown.cts';

/** Parameters that the model of an AI agent fills in for a new tool: names and descriptions by parameter. */
function askedOf(resource: string, operation: string): Record<string, readonly string[]> {
	const values: INodeParameters = complete({ resource, operation }, toolDescription);
	const asked = visible(values, toolDescription).flatMap(({ name }) => {
		const value = values[name];
		const code = String((value as { value?: unknown } | undefined)?.value ?? value);
		const [, key, description] = /\$fromAI\('(\w+)', `([^`]*)`/.exec(code) ?? [];
		return key ? [[name, [key, String(description)]] as const] : [];
	});
	return Object.fromEntries(asked);
}

/** What agents are usually asked to do. */
const USUAL: Record<string, string[]> = {
	'video create': ['prompt'],
	'video extend': ['sourceVideo', 'prompt'],
	'video modify': ['sourceVideo', 'prompt'],
	'video restyle': ['sourceVideo', 'prompt'],
	'video lipSync': ['sourceVideo', 'prompt'],
	'video upscale': ['sourceVideo'],
	'video wait': ['videoId'],
	'video get': ['videoId'],
	'video download': ['videoId'],
	'video getAll': [],
	'image create': ['prompt'],
	'image upscale': ['sourceImage'],
	'music create': ['prompt'],
	'speech create': ['text'],
	'account getFeatures': [],
};

describe('The model of an AI agent', () => {
	it.each(Object.entries(USUAL))(
		'should only be asked for what a usual job needs: %s',
		(name, parameters) => {
			const [resource = '', operation = ''] = name.split(' ');
			expect(Object.keys(askedOf(resource, operation))).toEqual(parameters);
		},
	);

	it('should be asked for at most two parameters of any operation', () => {
		const counts = operations.map(
			({ resource, value }) => Object.keys(askedOf(resource, value)).length,
		);
		expect(Math.max(...counts)).toBe(2);
	});

	it.each(eachOperation)('should be told what each parameter is: %s', (_name, one) => {
		for (const [key, description] of Object.values(askedOf(one.resource, one.value))) {
			expect(key).toMatch(/^[A-Z]\w+$/);
			expect(description).toMatch(/^\S+( \S+){2,}/);
		}
	});
});
