import type { INodeParameters } from 'n8n-workflow';

import type { RequestEntry } from '../../../simulator/requests.cts';
import { files, itemWithFile } from '../media.cts';
import { createTestBed } from '../test-bed.cts';
import { fillPlaceholders, send, seedFixtures, type Fixtures } from './api.cts';
import { findField, getOptionValues } from './editor.cts';
import { endpoints } from './spec/endpoints.cts';
import type { Endpoint, Parameter, Type } from './spec/endpoint.cts';

// Enough slots for all tests.
const testBed = createTestBed({ accounts: [{ email: 'studio@example.com', maxJobs: 1000 }] });

let fixtures: Fixtures;
beforeEach(async () => {
	fixtures = await seedFixtures(testBed);
});

/** Every parameter of every endpoint, with the name of its test. */
const testCases = endpoints.flatMap((endpoint) =>
	endpoint.parameters.map(
		(parameter) =>
			[`${endpoint.call}: ${parameter.name} (${parameter.location})`, endpoint, parameter] as const,
	),
);

/** Node parameters that set the parameter of the API. */
function buildNodeParameters(endpoint: Endpoint, parameter: Parameter): INodeParameters {
	const [resource = '', operation = ''] = (
		parameter.operation ??
		endpoint.operations[0] ??
		''
	).split('.');
	const base = parameter.base ?? endpoint.base;
	const create = endpoint.call.endsWith('/create') || /videos\/(?!\{)/.test(endpoint.call);
	const waiting = endpoint.call.startsWith('POST') && create ? { waitMode: 'none' } : {};
	return fillPlaceholders({ resource, operation, ...waiting, ...base, ...parameter.set }, fixtures);
}

/** Finds the first request to an endpoint, after the first `from` requests. */
function findRequest({ call }: Endpoint, from: number): RequestEntry {
	const [method = '', path = ''] = call.split(' ');
	const pattern = new RegExp(`^/v2/pixverse/${path.replace(/\{\w+\}/, '[^/]+')}/?$`);
	const sent = testBed.simulator.requests
		.slice(from)
		.find((request) => request.method === method && pattern.test(request.path));
	if (sent === undefined) throw new Error(`The node did not send ${call}`);
	return sent;
}

/** Reads the value of the parameter in a request. */
function getSentValue({ body, query, path, headers }: RequestEntry, { name, location }: Parameter) {
	if (location === 'query') return query[name];
	if (location === 'path') return path.split('/').filter(Boolean).at(-1);
	if (location === 'header') return headers[name.toLowerCase()];
	if (location === 'bytes') return (body as { bytes?: unknown }).bytes;
	return (body as Record<string, unknown>)[name];
}

/** Runs the node with the parameter set. @returns the request */
async function sendWithNode(endpoint: Endpoint, parameter: Parameter): Promise<RequestEntry> {
	const before = testBed.simulator.requests.length;
	const out = await testBed.run(buildNodeParameters(endpoint, parameter), {
		items: [itemWithFile(files.png)],
	});
	if (out.error) throw new Error(`${out.error.message}: ${out.error.description}`);
	return findRequest(endpoint, before);
}

const JSON_TYPES: Record<Type, readonly string[]> = {
	string: ['string'],
	upload: ['string'],
	integer: ['number'],
	number: ['number'],
	boolean: ['boolean'],
	'string or number': ['string', 'number'],
};

/** Values of other types than the parameter's. */
const WRONG_VALUES: Record<Type, readonly unknown[]> = {
	string: [42, true],
	upload: [42, 'upload/never.png'],
	integer: ['many', 1.5],
	number: ['much', true],
	boolean: ['perhaps', 1],
	'string or number': [true, []],
};

/** A value that the API rejects, and the status of its response. */
interface RejectedValue {
	readonly value: unknown;
	readonly status: number;
}

/** All values that the API rejects for a parameter, with the status of its response. */
function getRejectedValues(parameter: Parameter): RejectedValue[] {
	const wrongValues = parameter.location === 'body' ? WRONG_VALUES[parameter.type] : [];
	return [...wrongValues, ...parameter.rejected].map((rejected) =>
		typeof rejected === 'object' && rejected !== null && 'status' in rejected
			? (rejected as RejectedValue)
			: { value: rejected, status: 400 },
	);
}

function expectInEditor(endpoint: Endpoint, parameter: Parameter): void {
	const parameters = buildNodeParameters(endpoint, parameter);
	const field = findField(parameters, parameter.field);
	expect(field).toBeDefined();
	expect(field?.displayName).not.toBe('');
	if (field?.type !== 'options') return;
	// The options contain the value.
	const [first = '', second] = parameter.field.split('.');
	const value = parameters[first];
	const selected = second === undefined ? value : (value as INodeParameters)[second];
	expect(getOptionValues(field)).toContain(selected);
}

function expectToBeSent(parameter: Parameter, value: unknown): void {
	const { name, location, type } = parameter;
	if (location === 'bytes') {
		expect(value).toBe(files.png.data.length);
		return;
	}
	const expected = fillPlaceholders(parameter.sent, fixtures);
	if (name === 'replyRef') expect(value).toContain(expected);
	else expect(value).toEqual(expected);
	expect(location === 'body' ? JSON_TYPES[type] : ['string']).toContain(typeof value);
	if (type === 'integer') expect(Number.isInteger(Number(value))).toBe(true);
}

/** Sends the request of the node with another value of one parameter. */
async function sendChanged(sent: RequestEntry, { name, location }: Parameter, value: unknown) {
	const url = sent.rawUrl.replace('/v2/pixverse/', '');
	const method = sent.method as 'GET' | 'POST' | 'DELETE';
	if (location === 'path') {
		const id = value === '{encoded}' ? encodeURIComponent(url.split('/').at(-1) ?? '') : value;
		return await send(testBed, method, url.replace(/[^/]+$/, String(id)));
	}
	if (location === 'query') {
		const query = new URLSearchParams({ ...sent.query, [name]: String(value) });
		const body = method === 'POST' ? files.png.data : undefined;
		const headers: Record<string, string> =
			body === undefined ? {} : { 'content-type': 'image/png' };
		return await send(testBed, method, `${url.split('?')[0]}?${query}`, body, headers);
	}
	if (location === 'header')
		return await send(testBed, method, url, files.png.data, { [name]: String(value) });
	if (location === 'bytes')
		return await send(testBed, method, url, Buffer.from(String(value)), {
			'content-type': 'image/png',
		});
	const body = { ...(sent.body as object), [name]: value };
	return await send(testBed, method, url, body);
}

describe('Every parameter of the reference', () => {
	it.each(testCases)(
		'%s should be in the editor, sent under its name and type, and checked by the API',
		async (_name, endpoint, parameter) => {
			expectInEditor(endpoint, parameter);
			const sent = await sendWithNode(endpoint, parameter);
			expectToBeSent(parameter, getSentValue(sent, parameter));

			const rejectedValues = getRejectedValues(parameter);
			expect(rejectedValues.length > 0).toBe(parameter.unchecked !== true);
			for (const { value, status } of rejectedValues) {
				const response = await sendChanged(sent, parameter, fillPlaceholders(value, fixtures));
				expect({ value, status: response.status }).toEqual({ value, status });
			}

			if (!parameter.required || parameter.location !== 'body') return;
			const { [parameter.name]: _removed, ...rest } = sent.body as Record<string, unknown>;
			const response = await send(testBed, 'POST', sent.rawUrl.replace('/v2/pixverse/', ''), rest);
			expect({ without: parameter.name, status: response.status }).toEqual({
				without: parameter.name,
				status: 400,
			});
		},
	);
});
