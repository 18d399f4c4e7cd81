import fc from 'fast-check';
import type { GenerationOperation } from '../../../nodes/PixVerse/actions/types';
import { validate } from '../../../nodes/shared/catalog/validationIssues';
import { upscalers } from '../../../nodes/shared/catalog/upscalers';
import { imageModels } from '../../../nodes/shared/catalog/imageModels';
import type { VideoEndpoint } from '../../../nodes/shared/catalog/videoModels';
import { getDurations, getQualities, videoModels } from '../../../nodes/shared/catalog/videoModels';
import type { CreateEndpoint } from '../../../simulator/rules/endpoint.cts';
import { CREATE_ENDPOINTS } from '../../../simulator/rules/endpoints.cts';
import { SimulatorState } from '../../../simulator/state.cts';
import { operations } from '../node/properties.cts';
import { createBodies } from './request-bodies.cts';
import { scale } from '../../scale.cts';

type Body = Record<string, unknown>;

const generations = operations.flatMap(({ resource, value, operation }) =>
	operation.type === 'generation'
		? [[`${resource}: ${value}`, operation] as [string, GenerationOperation]]
		: [],
);

const state = new SimulatorState({ speed: 0, seedVideos: 1 });
const videoId = state.jobs.all[0]?.id ?? '';

/** Returns the names of the fields that the node may send. */
function getFieldNames(schema: unknown): string[] {
	return Object.keys((schema as { getFields(): { shape: object } }).getFields().shape);
}

/** Returns the reason why the simulator rejects a body; '' if it accepts the body. */
function getRejection(endpoint: CreateEndpoint, body: Body): string {
	try {
		endpoint.parse(body, state);
		return '';
	} catch (problem) {
		return JSON.stringify((problem as { body?: unknown }).body);
	}
}

/** Templates, styles, and voices are only known to the API, and the range of image seeds is undocumented. */
const VALIDATED_BY_API =
	/template|is not a draft|^\{"error":"Image .* not found|restyle_id: \d+ is not known|voice_id: .* does not fit|seed: Number/;

/** Lists the models of an endpoint for images or videos. */
function listModels(endpoint: string): string[] {
	const [resource, operation] = endpoint.split('/');
	if (operation === 'upscale')
		return Object.keys(upscalers[resource === 'images' ? 'image' : 'video']);
	return Object.keys(videoModels).filter((id) =>
		videoModels[id]?.endpoints.includes(operation as VideoEndpoint),
	);
}

/** Whether only the API validates a request: the catalog is unverified there, and the simulator had to choose a rule. */
function isValidatedByApi(endpoint: string, body: Body): boolean {
	const kind = endpoint.split('/')[1] as VideoEndpoint;
	if (endpoint.endsWith('/upscale')) return !listModels(endpoint).includes(String(body.model));
	const defaults = { create: 'v6', 'create-frames': 'v5.6', 'create-transition': 'v5' };
	const id = String(body.model ?? (defaults as Record<string, string>)[kind]);
	if (body.emotion === 'bored') return true;
	if (kind === 'create-fusion' && videoModels[id]?.unverified?.includes('fusion')) return true;
	const image = endpoint.startsWith('images/') ? imageModels[id] : undefined;
	if (image) {
		const unverified = (image.unverified ?? []) as string[];
		return unverified.length > 0 || image.references === undefined;
	}
	const model = endpoint.startsWith('videos/') ? videoModels[id] : undefined;
	if (!model) return body.model !== undefined;
	const unverified = (model.unverified ?? []) as string[];
	if (unverified.includes('endpoints') && !model.endpoints.includes(kind)) return true;
	if (kind === 'extend' && (id === 'v5' || id === 'v5.5')) return true;
	if (unverified.includes('endpoints') && body.audio !== undefined) return true;
	const { qualities } = getQualities(kind, model);
	const { min = 0, max = Infinity, allowed } = getDurations(kind, model) ?? {};
	const seconds = body.duration as number | undefined;
	return (
		(unverified.includes('qualities') &&
			!!body.quality &&
			!qualities.includes(String(body.quality))) ||
		(unverified.includes('aspectRatios') &&
			!!body.aspect_ratio &&
			!model.aspectRatios?.includes(String(body.aspect_ratio))) ||
		(unverified.includes('durations') &&
			seconds !== undefined &&
			((seconds >= 1 && seconds < min) ||
				seconds > max ||
				(!!allowed && !allowed.includes(seconds))))
	);
}

describe.each(generations)('The request schema of %s', (_name, { endpoint, schema }) => {
	const rules = CREATE_ENDPOINTS.find(({ path }) => path === endpoint) as CreateEndpoint;
	const names = getFieldNames(schema);

	it('should report issues as sentences for any body, without throwing', () => {
		const value = fc.oneof(
			fc.anything(),
			fc.string(),
			fc.double(),
			fc.constantFrom(NaN, Infinity, -0, 1e300, '', null, 'constructor', '__proto__', 'toString'),
			// String() throws for it.
			fc.constant({ toString: 0 }),
		);
		const body = fc.dictionary(fc.oneof(fc.constantFrom(...names), fc.string()), value, {
			noNullPrototype: true,
		});
		fc.assert(
			fc.property(body, (requestBody) => {
				for (const { parameter, problem, advice } of validate(schema, requestBody).errors) {
					expect(parameter).not.toBe('');
					expect(problem).toMatch(/^(is|are|has) /);
					expect(problem).not.toMatch(/undefined|\[object|Invalid|Expected/);
					expect(advice).toMatch(/^[A-Z].*\.$|^[A-Z].*…$/);
				}
			}),
			{ numRuns: scale(150, 1000, 40) },
		);
	});

	it('should report an error for every request that the simulator rejects', () => {
		const bodies = createBodies(names, listModels(endpoint), videoId);
		const disagreements = new Map<string, Body>();
		let accepted = 0;
		fc.assert(
			fc.property(bodies, (body) => {
				if (validate(schema, body).errors.length > 0) return;
				accepted++;
				const rejection = getRejection(rules, body);
				if (rejection && !VALIDATED_BY_API.test(rejection) && !isValidatedByApi(endpoint, body))
					disagreements.set(rejection.replace(/\d+/g, 'N'), body);
			}),
			{ numRuns: scale(1000, 5000, 150) },
		);
		expect(Object.fromEntries(disagreements)).toEqual({});
		expect(accepted).toBeGreaterThan(scale(0, 0, -1));
	});
});
