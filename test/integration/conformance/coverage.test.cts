import { SPEECH_MODELS } from '../../../simulator/seeds/speech-models.cts';
import { getOperations, getResources } from './editor.cts';
import { addedCalls, endpoints, operations, overviewCalls } from './spec/endpoints.cts';
import { IMAGE_MODELS } from '../../../simulator/rules/image-models.cts';
import { MUSIC_MODELS } from '../../../simulator/rules/music-create.cts';
import { VIDEO_MODEL_SPECS } from '../../../simulator/rules/video-models.cts';

/** Removes the differences in spelling: `GET accounts/email` and `GET accounts/{email}` are the same call. */
const normalizeCall = (call: string) =>
	call.replace(/[{}]/g, '').replace(/^DEL /, 'DELETE ').replace(/\/id$/, '/id');

const covered = endpoints.map(({ call }) => normalizeCall(call));
const allOperations = Object.entries(operations).flatMap(([resource, names]) =>
	names.map((name) => `${resource}.${name}`),
);

afterAll(() => {
	const parameters = endpoints.flatMap((endpoint) => endpoint.parameters);
	const videos = Object.keys(VIDEO_MODEL_SPECS).length;
	const others = [IMAGE_MODELS, MUSIC_MODELS, SPEECH_MODELS].map(
		(models) => Object.keys(models).length,
	);
	process.stdout.write(
		`Reference: ${endpoints.length} endpoints in ${allOperations.length} operations, ${parameters.length} parameters; ` +
			`models: ${videos} video, ${others.join(', ')} image, music, speech\n`,
	);
});

describe('The operations of the node', () => {
	it('should be those of the design, and no others', () => {
		expect([...getResources()].sort()).toEqual(Object.keys(operations).sort());
		for (const [resource, names] of Object.entries(operations))
			expect([...getOperations(resource)].sort()).toEqual([...names].sort());
	});

	it.each(overviewCalls)('should cover %s of the overview page', (call) => {
		expect(covered).toContain(normalizeCall(call));
	});

	it.each(addedCalls)('should cover %s, added since', (call) => {
		expect(covered).toContain(normalizeCall(call));
	});

	it('should cover no endpoint that the reference lacks', () => {
		const known = [...overviewCalls, ...addedCalls].map(normalizeCall);
		expect(covered.filter((call) => !known.includes(call))).toEqual([]);
		expect(new Set(covered).size).toBe(covered.length);
	});

	it('should all have an endpoint', () => {
		const coveredOperations = new Set(endpoints.flatMap((endpoint) => endpoint.operations));
		expect(allOperations.filter((operation) => !coveredOperations.has(operation))).toEqual([]);
		expect(
			[...coveredOperations].filter((operation) => !allOperations.includes(operation)),
		).toEqual([]);
	});
});
