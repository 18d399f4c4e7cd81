import { SPEECH_MODELS } from '../../../simulator/seeds/speech-models.cts';
import { operationsOf, resources } from './editor.cts';
import { added, endpoints, operations, overview } from './spec/design.cts';
import { IMAGE_MODELS } from '../../../simulator/rules/image-models.cts';
import { MUSIC_MODELS } from '../../../simulator/rules/music-create.cts';
import { VIDEO_MODEL_SPECS } from '../../../simulator/rules/video-models.cts';

/** `GET accounts/email` and `GET accounts/{email}` are the same page. */
const plain = (call: string) =>
	call.replace(/[{}]/g, '').replace(/^DEL /, 'DELETE ').replace(/\/id$/, '/id');

const covered = endpoints.map(({ call }) => plain(call));
const all = Object.entries(operations).flatMap(([resource, names]) =>
	names.map((name) => `${resource}.${name}`),
);

afterAll(() => {
	const parameters = endpoints.flatMap((endpoint) => endpoint.parameters);
	const videos = Object.keys(VIDEO_MODEL_SPECS).length;
	const others = [IMAGE_MODELS, MUSIC_MODELS, SPEECH_MODELS].map(
		(models) => Object.keys(models).length,
	);
	process.stdout.write(
		`Reference: ${endpoints.length} endpoints in ${all.length} operations, ${parameters.length} parameters; ` +
			`models: ${videos} video, ${others.join(', ')} image, music, speech\n`,
	);
});

describe('The operations of the node', () => {
	it('should be those of the design, and no others', () => {
		expect([...resources()].sort()).toEqual(Object.keys(operations).sort());
		for (const [resource, names] of Object.entries(operations))
			expect([...operationsOf(resource)].sort()).toEqual([...names].sort());
	});

	it.each(overview)('should cover %s of the overview page', (call) => {
		expect(covered).toContain(plain(call));
	});

	it.each(added)('should cover %s, added since', (call) => {
		expect(covered).toContain(plain(call));
	});

	it('should cover no endpoint that the reference lacks', () => {
		const known = [...overview, ...added].map(plain);
		expect(covered.filter((call) => !known.includes(call))).toEqual([]);
		expect(new Set(covered).size).toBe(covered.length);
	});

	it('should all have an endpoint', () => {
		const used = new Set(endpoints.flatMap((endpoint) => endpoint.operations));
		expect(all.filter((operation) => !used.has(operation))).toEqual([]);
		expect([...used].filter((operation) => !all.includes(operation))).toEqual([]);
	});
});
