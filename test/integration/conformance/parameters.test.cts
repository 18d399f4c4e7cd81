import type { INodeParameters } from 'n8n-workflow';

import type { RequestEntry } from '../../../simulator/requests.cts';
import { files, itemWithFile } from '../media.cts';
import { createTestBed } from '../test-bed.cts';
import { fillRequired, send, seedFixtures, type Stock } from './api.cts';
import { fieldFor, valuesOf } from './editor.cts';
import { endpoints } from './spec/design.cts';
import type { Endpoint, Parameter, Type } from './spec/shape.cts';

// A slot is never the question here.
const testBed = createTestBed({ accounts: [{ email: 'studio@example.com', maxJobs: 1000 }] });

let goods: Stock;
beforeEach(async () => {
	goods = await seedFixtures(testBed);
});

/** Every parameter of every endpoint, by what a test calls it. */
const rows = endpoints.flatMap((endpoint) =>
	endpoint.parameters.map(
		(parameter) =>
			[`${endpoint.call}: ${parameter.name} (${parameter.place})`, endpoint, parameter] as const,
	),
);

/** Node parameters of a request with the parameter set. */
function parametersWith(endpoint: Endpoint, parameter: Parameter): INodeParameters {
	const [resource = '', operation = ''] = (
		parameter.operation ??
		endpoint.operations[0] ??
		''
	).split('.');
	const base = parameter.base ?? endpoint.base;
	const create = endpoint.call.endsWith('/create') || /videos\/(?!\{)/.test(endpoint.call);
	const waiting = endpoint.call.startsWith('POST') && create ? { waitMode: 'none' } : {};
	return fillRequired({ resource, operation, ...waiting, ...base, ...parameter.set }, goods);
}

/** The first request of an endpoint's method and path, after `from` others. */
function requestOf({ call }: Endpoint, from: number): RequestEntry {
	const [method = '', path = ''] = call.split(' ');
	const shape = new RegExp(`^/v2/pixverse/${path.replace(/\{\w+\}/, '[^/]+')}/?$`);
	const sent = testBed.simulator.requests
		.slice(from)
		.find((request) => request.method === method && shape.test(request.path));
	if (sent === undefined) throw new Error(`The node did not send ${call}`);
	return sent;
}

/** Where a request has the parameter. */
function valueIn({ body, query, path, headers }: RequestEntry, { name, place }: Parameter) {
	if (place === 'query') return query[name];
	if (place === 'path') return path.split('/').filter(Boolean).at(-1);
	if (place === 'header') return headers[name.toLowerCase()];
	if (place === 'bytes') return (body as { bytes?: unknown }).bytes;
	return (body as Record<string, unknown>)[name];
}

/** Runs the node with the parameter set; gives the request. */
async function sentWith(endpoint: Endpoint, parameter: Parameter): Promise<RequestEntry> {
	const before = testBed.simulator.requests.length;
	const out = await testBed.run(parametersWith(endpoint, parameter), {
		items: [itemWithFile(files.png)],
	});
	if (out.error) throw new Error(`${out.error.message}: ${out.error.description}`);
	return requestOf(endpoint, before);
}

const JSON_TYPES: Record<Type, readonly string[]> = {
	string: ['string'],
	upload: ['string'],
	integer: ['number'],
	number: ['number'],
	boolean: ['boolean'],
	'string or number': ['string', 'number'],
};

/** Values of another type than the parameter has. */
const WRONG: Record<Type, readonly unknown[]> = {
	string: [42, true],
	upload: [42, 'upload/never.png'],
	integer: ['many', 1.5],
	number: ['much', true],
	boolean: ['perhaps', 1],
	'string or number': [true, []],
};

/** A value and the status the API answers to it. */
interface Refusal {
	readonly value: unknown;
	readonly status: number;
}

/** All values that the API rejects for a parameter, with the status of its response. */
function refusals(parameter: Parameter): Refusal[] {
	const wrong = parameter.place === 'body' ? WRONG[parameter.type] : [];
	return [...wrong, ...parameter.refused].map((refused) =>
		typeof refused === 'object' && refused !== null && 'status' in refused
			? (refused as Refusal)
			: { value: refused, status: 400 },
	);
}

function expectInEditor(endpoint: Endpoint, parameter: Parameter): void {
	const parameters = parametersWith(endpoint, parameter);
	const field = fieldFor(parameters, parameter.field);
	expect(field).toBeDefined();
	expect(field?.displayName).not.toBe('');
	if (field?.type !== 'options') return;
	// What the node means to send is among the choices.
	const [first = '', second] = parameter.field.split('.');
	const value = parameters[first];
	const chosen = second === undefined ? value : (value as INodeParameters)[second];
	expect(valuesOf(field)).toContain(chosen);
}

function expectToBeSent(parameter: Parameter, value: unknown): void {
	const { name, place, type } = parameter;
	if (place === 'bytes') {
		expect(value).toBe(files.png.data.length);
		return;
	}
	const expected = fillRequired(parameter.sent, goods);
	if (name === 'replyRef') expect(value).toContain(expected);
	else expect(value).toEqual(expected);
	expect(place === 'body' ? JSON_TYPES[type] : ['string']).toContain(typeof value);
	if (type === 'integer') expect(Number.isInteger(Number(value))).toBe(true);
}

/** Sends what the node has sent, with another value of one parameter. */
async function sendWith(sent: RequestEntry, { name, place }: Parameter, value: unknown) {
	const url = sent.rawUrl.replace('/v2/pixverse/', '');
	const method = sent.method as 'GET' | 'POST' | 'DELETE';
	if (place === 'path') {
		const shown = value === '{encoded}' ? encodeURIComponent(url.split('/').at(-1) ?? '') : value;
		return await send(testBed, method, url.replace(/[^/]+$/, String(shown)));
	}
	if (place === 'query') {
		const query = new URLSearchParams({ ...sent.query, [name]: String(value) });
		const body = method === 'POST' ? files.png.data : undefined;
		const headers: Record<string, string> =
			body === undefined ? {} : { 'content-type': 'image/png' };
		return await send(testBed, method, `${url.split('?')[0]}?${query}`, body, headers);
	}
	if (place === 'header')
		return await send(testBed, method, url, files.png.data, { [name]: String(value) });
	if (place === 'bytes')
		return await send(testBed, method, url, Buffer.from(String(value)), {
			'content-type': 'image/png',
		});
	const body = { ...(sent.body as object), [name]: value };
	return await send(testBed, method, url, body);
}

describe('Every parameter of the reference', () => {
	it.each(rows)(
		'%s should be in the editor, sent under its name and type, and checked by the API',
		async (_name, endpoint, parameter) => {
			expectInEditor(endpoint, parameter);
			const sent = await sentWith(endpoint, parameter);
			expectToBeSent(parameter, valueIn(sent, parameter));

			const wrong = refusals(parameter);
			expect(wrong.length > 0).toBe(parameter.unchecked !== true);
			for (const { value, status } of wrong) {
				const answer = await sendWith(sent, parameter, fillRequired(value, goods));
				expect({ value, status: answer.status }).toEqual({ value, status });
			}

			if (!parameter.required || parameter.place !== 'body') return;
			const { [parameter.name]: _left, ...rest } = sent.body as Record<string, unknown>;
			const answer = await send(testBed, 'POST', sent.rawUrl.replace('/v2/pixverse/', ''), rest);
			expect({ without: parameter.name, status: answer.status }).toEqual({
				without: parameter.name,
				status: 400,
			});
		},
	);
});
