import { operationsOf, resources } from './editor.cts';
import { added, endpoints, operations, overview } from './spec/design.cts';
import { imageModels, musicModels, speechModels } from './spec/other-models.cts';
import { announcedVideoModels, videoModels } from './spec/video-models.cts';

/** `GET accounts/email` and `GET accounts/{email}` are the same page. */
const plain = (call: string) =>
	call.replace(/[{}]/g, '').replace(/^DEL /, 'DELETE ').replace(/\/id$/, '/id');

const covered = endpoints.map(({ call }) => plain(call));
const all = Object.entries(operations).flatMap(([resource, names]) =>
	names.map((name) => `${resource}.${name}`),
);

afterAll(() => {
	const parameters = endpoints.flatMap((endpoint) => endpoint.parameters);
	const videos = new Set([...Object.keys(videoModels), ...Object.keys(announcedVideoModels)]);
	const others = [imageModels, musicModels, speechModels].map(
		(models) => Object.keys(models).length,
	);
	process.stdout.write(
		`Reference: ${endpoints.length} endpoints in ${all.length} operations, ${parameters.length} parameters; ` +
			`models: ${videos.size} video, ${others.join(', ')} image, music, speech\n`,
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
