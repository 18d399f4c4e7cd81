import type { IBinaryData, INodeParameters, IWorkflowSettings } from 'n8n-workflow';

import { PixVerseApi } from '../../credentials/PixVerseApi.credentials';
import { Container, n8nCore } from './harness/engine.cts';
import { ExecutionStore } from './harness/harness.cts';
import type { Outcome, RunOptions } from './harness/harness.cts';
import { useSandboxedExpressions } from './harness/expressions.cts';
import { files } from './media.cts';
import {
	accountGetAll,
	fileEntry,
	fileList,
	fileUpload,
	fromBinary,
	fromUrl,
	fusion,
	imageCreate,
	transition,
	videoCreate,
} from './parameters.cts';
import { getCreateRequest, getUploads } from './sent-requests.cts';
import { createTestBed, onlyJson } from './test-bed.cts';

const testBed = createTestBed();
useSandboxedExpressions();

let executions: ExecutionStore;
beforeAll(async () => {
	executions = await ExecutionStore.open();
});
afterAll(async () => await executions.close());

/** The workflow setting that the editor calls execution logic v2. */
const combinedMode = { settings: { binaryMode: 'combined' } as IWorkflowSettings };
const png = expect.stringMatching(/\.png$/) as unknown;
const webp = expect.stringMatching(/\.webp$/) as unknown;

const executionLogics = [
	{
		logic: 'v1',
		more: {},
		prefix: '',
		missing: /the item has no file in the binary field "none"/,
		existing: /The item has: a, b\./,
		inBinary: true,
	},
	{
		logic: 'v2',
		more: combinedMode,
		prefix: '_files.',
		missing: /the item has no file at "none"/,
		existing: /The item has: _files\.a, _files\.b\./,
		inBinary: false,
	},
	{
		logic: 'v2 and files in memory',
		more: { ...combinedMode, binaryMode: 'memory' },
		prefix: '_files.',
		missing: /the item has no file at "none"/,
		existing: /The item has: _files\.a, _files\.b\./,
		// n8n does not move files that are stored in memory.
		inBinary: true,
	},
] as const satisfies ReadonlyArray<{ more: Partial<RunOptions> } & Record<string, unknown>>;

const items = [{ binary: { a: files.png, b: files.webp } }];

function createRunner(more: Partial<RunOptions>) {
	const run = async (parameters: INodeParameters, others: Partial<RunOptions> = {}) =>
		await testBed.run(parameters, { items, ...more, ...others } as never);
	const getSentBody = async (parameters: INodeParameters, others?: Partial<RunOptions>) => {
		onlyJson(await run(parameters, others));
		return getCreateRequest(testBed).body;
	};
	return { run, getSentBody };
}

describe.each(executionLogics)('With execution logic $logic', (logic) => {
	const { more, prefix, missing, existing, inBinary } = logic;
	const { run } = createRunner(more);
	const getOutputFile = (out: Outcome, name = 'data') =>
		(inBinary
			? out.items[0]?.binary?.[name]
			: (out.items[0]?.json._files as Record<string, IBinaryData> | undefined)?.[name]) as
			| IBinaryData
			| undefined;
	const expectResultFile = async (out: Outcome, name?: string) => {
		const file = getOutputFile(out, name);
		if (!file) throw new Error(`No file: ${JSON.stringify(out.items)} ${out.error?.message}`);
		const data = await Container.get(n8nCore.BinaryDataService).getAsBuffer(file);
		const id = String(out.items[0]?.json.id);
		expect(data.equals(testBed.simulator.media.getBytes(id))).toBe(true);
		expect(file.mimeType).toBe('video/mp4');
	};

	it('should send requests with the token of the credential', async () => {
		const { token: apiToken, url: baseUrl } = testBed.simulator;
		const credentials = { apiToken: ` ${apiToken}\n`, baseUrl };
		expect(onlyJson(await run(accountGetAll(), { credentials }))).toMatchObject({
			email: 'studio@example.com',
		});
	});

	it.each(['a', `${prefix}a`, '_files.a'])(
		'should upload the file %s of the item',
		async (name) => {
			const out = await run(fileUpload({ file: fromBinary(name) }));
			expect(onlyJson(out)).toMatchObject({ mimeType: 'image/png', size: files.png.data.length });
		},
	);

	it('should create a video from a file and return its file', async () => {
		const parameters = { firstFrame: fromBinary(`${prefix}a`), download: true };
		const out = await run(videoCreate({ ...parameters, binaryPropertyOutput: `${prefix}clip` }));
		await expectResultFile(out, 'clip');
		expect(getCreateRequest(testBed).body).toMatchObject({ first_frame_path: png });
	});

	it('should return the file of a suspended execution', async () => {
		const parameters = {
			firstFrame: fromBinary(`${prefix}a`),
			download: true,
			waitMode: 'callback',
		};
		executions.calls.splice(0);
		const out = await run(videoCreate(parameters), { executions });
		expect(out.status).toBe('success');
		expect(onlyJson(out)).toMatchObject({ status: 'COMPLETED' });
		expect(executions.calls.at(-1)).toMatchObject({ status: 200 });
		await expectResultFile(out);
	});

	it('should name the missing file as the workflow does, and list the existing files', async () => {
		const { error } = await run(videoCreate({ firstFrame: fromBinary('none') }));
		expect(error?.message).toMatch(missing);
		expect(error?.message).toContain('"First Frame"');
		expect(error?.description).toMatch(existing);
		expect(testBed.simulator.requests).toHaveLength(0);
	});

	it.each([
		['a node that does not exist', "={{ $('No such node').item.json.id }}", /No such node|exist/i],
		[
			'a node that was not executed',
			"={{ $('After').item.json.timeout }}",
			/Invalid expression|After|execut/i,
		],
	])('should show an error of n8n as it is: %s', async (_what, prompt, pattern) => {
		const out = await run(videoCreate({ prompt }));
		expect(`${out.error?.message} ${out.error?.description}`).toMatch(pattern);
		expect(out.error?.message).not.toMatch(/could not be reached|interrupted|PixVerse took/);
		expect(testBed.calls()).toEqual([]);
	});

	it('should show an error of n8n in the credential as it is, and not search for a job', async () => {
		/** A credential with an expression that n8n can't resolve. */
		const credentialType = Object.assign(new PixVerseApi(), {
			authenticate: {
				type: 'generic',
				properties: { headers: { Authorization: "={{ $('Get timeout').item.json.token }}" } },
			},
		});
		const { error } = await run(videoCreate(), { credentialTypes: [credentialType as never] });
		expect(`${error?.message} ${error?.description}`).toMatch(/Get timeout|node.*exist/i);
		expect(error?.message).not.toMatch(/could not be reached|interrupted|PixVerse took/);
		expect(testBed.simulator.requests).toHaveLength(0);
	});
});

describe.each([
	{ logic: 'v1', more: {}, prefix: '', earlier: "$('Start').item.binary", current: '$binary' },
	{
		logic: 'v2',
		more: combinedMode,
		prefix: '_files.',
		earlier: "$('Start').item._files",
		current: '$json._files',
	},
])('A file by expression, with execution logic $logic,', ({ more, prefix, earlier, current }) => {
	const { run, getSentBody } = createRunner(more);

	it.each([
		['in the mode Binary', `={{ ${earlier}.a }}`, 'binary'],
		['in the mode URL', `={{ ${earlier}.a }}`, 'url'],
		['in a list of one', `={{ [${earlier}.a] }}`, 'binary'],
		['of the input', `={{ ${current}.a }}`, 'binary'],
	])('should accept the file itself from an expression %s', async (_how, value, mode) => {
		const firstFrame = { __rl: true, mode, value } as never;
		const body = await getSentBody(videoCreate({ firstFrame, waitMode: 'none' }));
		expect(body).toMatchObject({ first_frame_path: png });
		expect(getUploads(testBed)[0]?.body).toMatchObject({ bytes: files.png.data.length });
	});

	it('should accept the file itself as the value of a whole field', async () => {
		const body = await getSentBody(
			videoCreate({ firstFrame: `={{ ${earlier}.b }}` as never, waitMode: 'none' }),
		);
		expect(body).toMatchObject({ first_frame_path: webp });
	});

	it('should upload different files of expressions, whatever their names', async () => {
		const renamed = { ...files.webp, fileName: files.png.fileName };
		const parameters = {
			firstFrame: fromBinary(`={{ ${earlier}.a }}`),
			options: { lastFrame: fromBinary(`={{ ${earlier}.b }}`) },
			waitMode: 'none',
		};
		const body = await getSentBody(videoCreate(parameters), {
			items: [{ binary: { a: files.png, b: renamed } }],
		});
		expect(body).toMatchObject({ first_frame_path: png, last_frame_path: webp });
	});

	it.each([
		['a list of files', fromBinary(`={{ [${earlier}.a, ${earlier}.b] }}`)],
		['names of binary fields', fromBinary(`${prefix}a, ${prefix}b`)],
		['an expression for names', fromBinary("={{ ['a', 'b'].join(',') }}")],
		['a list of names', fromBinary("={{ ['a', 'b'] }}")],
		['all files of an item', fromBinary(`={{ ${earlier} }}`)],
	])('should fill a list from one entry with %s', async (_what, file) => {
		const body = await getSentBody(
			fusion({ images: fileList(fileEntry(file), fileEntry(fromBinary('a'))), waitMode: 'none' }),
		);
		expect(body).toMatchObject({ frame_1_path: png, frame_2_path: webp, frame_3_path: png });
		expect(body).not.toHaveProperty('frame_4_path');
	});

	it.each([
		['several files', `={{ [${earlier}.a, ${earlier}.b] }}`, /a list, but must be one file/],
		['an object', '={{ ({ a: 1 }) }}', /an object, but must be the name of a binary field/],
		['a file without content', "={{ ({ mimeType: 'image/png' }) }}", /file with its content/],
	])('should reject %s for a single file', async (_what, value, pattern) => {
		const { error } = await run(videoCreate({ firstFrame: fromBinary(value) }));
		expect(error?.message).toMatch(pattern);
		expect(testBed.simulator.requests).toHaveLength(0);
	});
});

describe('A list entry', () => {
	const url = 'https://x.test/a,b.png';

	it('should keep the commas of a URL', async () => {
		const out = await testBed.run(
			imageCreate({
				referenceImages: fileList(fileEntry(fromUrl(url))),
				options: { dryRun: true },
			}),
		);
		expect(onlyJson(out).request).toMatchObject({ image_path_1: expect.stringContaining(url) });
	});

	it.each([
		['a list', "={{ ['upload/1.png', 'https://x.test/a,b.png', 'photo'] }}"],
		['a JSON list', '["upload/1.png", "https://x.test/a,b.png", "photo"]'],
	])('should accept paths, URLs, and names from %s', async (_what, value) => {
		const out = await testBed.run(
			imageCreate({
				model: { __rl: true, mode: 'list', value: 'nano-banana-2' } as never,
				referenceImages: fileList(fileEntry(fromBinary(value))),
				options: { dryRun: true },
			}),
			{ items: [{ binary: { photo: files.png } }] },
		);
		expect(onlyJson(out).request).toMatchObject({
			image_path_1: 'upload/1.png',
			image_path_2: expect.stringContaining(url),
			image_path_3: expect.stringContaining('field photo'),
		});
	});

	it('should repeat the prompt and the duration of its entry between its frames', async () => {
		const frames = fileList(
			fileEntry(fromBinary('a, b'), { prompt: 'it opens', duration: 2 }),
			fileEntry(fromBinary('a'), { prompt: 'unused' }),
		);
		const model = { __rl: true, mode: 'list', value: 'v5' } as never;
		const items = [{ binary: { a: files.png, b: files.webp } }];
		onlyJson(await testBed.run(transition({ model, frames, waitMode: 'none' }), { items }));
		expect(getCreateRequest(testBed).body).toMatchObject({
			frame_1_path: png,
			frame_2_path: webp,
			frame_3_path: png,
			prompt_1_to_2: 'it opens',
			prompt_2_to_3: 'it opens',
			duration_2_to_3: 2,
		});
	});

	it('should be named with the position of the file that is wrong', async () => {
		const images = fileList(fileEntry(fromBinary('a')), fileEntry(fromBinary('b, none')));
		const items = [{ binary: { a: files.png, b: files.webp } }];
		const { error } = await testBed.run(fusion({ images }), { items });
		expect(error?.message).toContain('"Images 2 (file 2)"');
	});
});
