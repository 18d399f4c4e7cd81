import type { INodeParameters } from 'n8n-workflow';
import { eachOperation, operations, toolDescription, getVisibleFields } from './properties.cts';
import { completeParameters } from '../../../scripts/pictures/editor-text.cts';

/** Returns the parameters that the model of an AI agent fills in for a new tool, with their `$fromAI` keys and descriptions. */
function getAgentParameters(
	resource: string,
	operation: string,
): Record<string, readonly string[]> {
	const values: INodeParameters = completeParameters({ resource, operation }, toolDescription);
	const parameters = getVisibleFields(values, toolDescription).flatMap(({ name }) => {
		const value = values[name];
		const code = String((value as { value?: unknown } | undefined)?.value ?? value);
		const [, key, description] = /\$fromAI\('(\w+)', `([^`]*)`/.exec(code) ?? [];
		return key ? [[name, [key, String(description)]] as const] : [];
	});
	return Object.fromEntries(parameters);
}

/** Parameters that the model fills in, by operation. */
const EXPECTED_PARAMETERS: Record<string, string[]> = {
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

describe('Parameters that an AI agent fills in', () => {
	it.each(Object.entries(EXPECTED_PARAMETERS))(
		'should be the required ones of %s',
		(name, parameters) => {
			const [resource = '', operation = ''] = name.split(' ');
			expect(Object.keys(getAgentParameters(resource, operation))).toEqual(parameters);
		},
	);

	it('should be at most two for any operation', () => {
		const counts = operations.map(
			({ resource, value }) => Object.keys(getAgentParameters(resource, value)).length,
		);
		expect(Math.max(...counts)).toBe(2);
	});

	it.each(eachOperation)('should have a description for %s', (_name, { resource, value }) => {
		for (const [key, description] of Object.values(getAgentParameters(resource, value))) {
			expect(key).toMatch(/^[A-Z]\w+$/);
			expect(description).toMatch(/^\S+( \S+){2,}/);
		}
	});
});
