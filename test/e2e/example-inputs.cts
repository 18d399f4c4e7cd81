import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UNLISTED_MODEL } from '../../simulator/rules/video-models.cts';
import type { Simulator } from '../../simulator/simulator.cts';
import type { ExampleEnvironment } from './example-environment.cts';
import { readExample } from './examples.cts';
import { PROJECT } from './n8n/installation.cts';

/** Runs while the other examples create videos. */
export const FINISHED_VIDEOS = 'finished-videos-to-a-table.json';

/** The names of the uploaded photos. */
export const PHOTOS = ['blue-enamel-mug', 'oak-table-lamp', 'gray-felt-bag'];

/** Publishes or starts each example with its inputs, and plans how long its jobs take and whether they fail. */
export async function startExamples(examples: ExampleEnvironment): Promise<void> {
	const { model } = examples;
	const { simulator } = examples.environment;
	const { plannedResults } = simulator;
	// The trigger doesn't emit videos that exist when it's activated.
	seedOldVideos(simulator);
	await examples.publish(FINISHED_VIDEOS);

	plannedResults.add({ promptIncludes: 'flower market', afterMs: 200_000 });
	plannedResults.add({ promptIncludes: 'red kite', status: 'FAILED' });
	await examples.start('prompt-to-video.json');
	await startWithPhotos(examples, 100);
	await examples.start('storyboard.json');
	await examples.start('talking-avatar.json');
	plannedResults.add({ endpoint: 'music-video/create', afterMs: 120_000 });
	const form = new FormData();
	form.append('field-0', readSample('song.mp3', 'audio/mpeg'), 'song.mp3');
	await examples.submit('music-video-from-a-song.json', form);
	await examples.start('batch-from-a-table.json', {
		Settings: { minutesToWait: 0.1 },
		'Example orders': {
			orders: [
				...readExampleOrders(),
				{ name: 'rejected', prompt: 'Something that is not allowed [rejected]' },
			],
		},
	});
	await examples.start('preview-before-the-final.json');
	await examples.start('upscale-old-videos-overnight.json', {
		'What to upscale': { videosPerNight: 2 },
	});
	await examples.start('use-a-brand-new-model.json', { Film: { model: UNLISTED_MODEL } });
	plannedResults.add({ promptIncludes: 'night train', afterMs: 90_000 });
	plannedResults.add({ promptIncludes: 'paper boat', afterMs: 60_000 });
	plannedResults.add({ promptIncludes: 'mountain lake', afterMs: 120_000 });
	await examples.start('overnight-at-half-price.json');
	model.setScript((answers) =>
		answers.length === 0
			? [
					{ tool: 'Make_a_video', arguments: { Prompt: 'A red balloon above the dunes' } },
					{ tool: 'Make_a_video', arguments: { Prompt: 'A red balloon above the dunes at night' } },
				]
			: `Here they are: ${answers.join(' ')}`,
	);
	await examples.start('videos-by-chat.json', {}, 'When a message comes in', {
		sessionId: 'a-chat',
		action: 'sendMessage',
		chatInput: 'A red balloon above the dunes, and another one of the same at night, please.',
	});
}

/** Uploads the photos in the form of the example. */
export async function startWithPhotos(
	examples: ExampleEnvironment,
	creditLimit: number,
): Promise<void> {
	const form = new FormData();
	for (const name of PHOTOS)
		form.append('field-0', readSample('frame.png', 'image/png'), `${name}.png`);
	form.append('field-1', String(creditLimit));
	await examples.submit('product-photos-with-a-ceiling.json', form);
}

/** Adds finished videos that are more than a month old, oldest first. */
function seedOldVideos(simulator: Simulator): void {
	simulator.seedVideos(3);
	for (const [index, job] of simulator.jobs.slice(-3).entries())
		Object.assign(job, { createdAt: job.createdAt - (40 - index) * 86_400_000 });
}

/** Reads a media file of the simulator. */
const readSample = (name: string, type: string) =>
	new Blob([readFileSync(join(PROJECT, 'simulator', 'media', name))], { type });

/** Reads the orders in the file of the example. */
function readExampleOrders(): Array<Record<string, unknown>> {
	const set = readExample('batch-from-a-table.json').nodes.find(
		({ name }) => name === 'Example orders',
	);
	const { assignments } = set?.parameters.assignments as {
		assignments: Array<{ name: string; value: string }>;
	};
	return JSON.parse(assignments.find(({ name }) => name === 'orders')?.value ?? '[]') as [];
}
