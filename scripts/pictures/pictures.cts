import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { INodeParameters } from 'n8n-workflow';
import { PixVerseTrigger } from '../../nodes/PixVerseTrigger/PixVerseTrigger.node.ts';
import { listExampleFiles } from '../../test/e2e/examples.cts';
import { PROJECT } from '../../test/e2e/n8n/installation.cts';
import { listSearch, run } from '../../test/integration/harness/harness.cts';
import { startSimulator } from '../../simulator/simulator.cts';
import { offPeakNotice } from '../../nodes/PixVerse/descriptions/options.ts';
import { describeCanvas, describeOutput, describePanel, type EditorLine } from './editor-text.cts';
import type { Camera } from './camera.cts';

export const FOLDER = join(PROJECT, 'docs', 'images');
/** The version that the end-to-end tests install. */
export const N8N_VERSION = (
	JSON.parse(
		readFileSync(join(PROJECT, 'scripts', 'install', 'n8n', 'default', 'package.json'), 'utf8'),
	) as {
		dependencies: { n8n: string };
	}
).dependencies.n8n;
const MANIFEST = join(FOLDER, 'pictures.json');

/** A picture of the documentation. */
export interface Picture {
	/** Name in docs/images. */
	readonly file: string;
	/** Returns the current texts of the editor, from the source. A picture with other texts is outdated. */
	readonly shows: () => EditorLine[] | Promise<EditorLine[]>;
	readonly take: (camera: Camera, file: string) => Promise<void>;
}

/** The texts that each picture showed when it was taken. */
export interface Manifest {
	/** The version of n8n. */
	n8n: string;
	pictures: Record<string, { sha256: string; shows: EditorLine[] }>;
}

export const readManifest = (): Manifest =>
	existsSync(MANIFEST)
		? (JSON.parse(readFileSync(MANIFEST, 'utf8')) as Manifest)
		: { n8n: '', pictures: {} };

export const PROMPT = 'A lighthouse in a storm, waves crashing, cinematic';
const create: INodeParameters = {
	resource: 'video',
	operation: 'create',
	prompt: PROMPT,
	quality: '360p',
};
const offPeak: INodeParameters = { ...create, options: { offPeakMode: true } };
const moderated: INodeParameters = { ...create, prompt: 'A [moderated] prompt' };
const SEARCHED_MODEL = 'seedance';

const trigger = new PixVerseTrigger().description;

const created = () => [
	...describePanel(create),
	...describeOutput('PixVerse', join('video', 'create.json')),
];

export const pictures: Picture[] = [
	{
		file: 'prompt-to-video.gif',
		shows: created,
		take: async (camera, file) => await camera.animateFirstVideo(create, file),
	},
	{
		file: 'node-in-editor.png',
		shows: created,
		take: async (camera, file) => await camera.photographOutput(create, file),
	},
	{
		file: 'model-picker.png',
		shows: async () => {
			const { results } = await listSearch('searchModels', {
				node: 'pixVerse',
				parameters: create,
				filter: SEARCHED_MODEL,
			});
			return results.map(({ name }) => ({ text: name }));
		},
		take: async (camera, file) => await camera.photographList(create, SEARCHED_MODEL, file),
	},
	{
		file: 'waiting-and-options.png',
		shows: () => describePanel(offPeak, { from: 'waitMode' }),
		take: async (camera, file) =>
			await camera.photographFields(
				offPeak,
				{ from: 'waitMode', to: offPeakNotice.displayName },
				file,
			),
	},
	{
		file: 'trigger-event.png',
		shows: () => [
			...describePanel({}, { form: trigger }),
			...describeOutput('PixVerseTrigger', 'output.json'),
		],
		take: async (camera, file) => await camera.photographTrigger(file),
	},
	{
		file: 'error-panel.png',
		shows: describeError,
		take: async (camera, file) => await camera.photographError(moderated, file),
	},
	...listExampleFiles().map((example) => ({
		file: join('examples', example.replace('.json', '.png')),
		shows: () => describeCanvas(example),
		take: async (camera: Camera, file: string) => await camera.photographCanvas(example, file),
	})),
];

/** Returns the error that the node throws in n8n's engine, without the ID of the generation, which differs. */
async function describeError(): Promise<EditorLine[]> {
	const simulator = await startSimulator({ speed: 100 });
	try {
		const { error } = await run({
			node: 'pixVerse',
			parameters: moderated,
			credentials: { apiToken: simulator.token, baseUrl: simulator.url },
		});
		const [text = ''] = String(error?.description).split(/ (?=user:)/);
		return [{ text: error?.message }, { text }];
	} finally {
		await simulator.stop();
	}
}
