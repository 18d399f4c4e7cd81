import type { INodeParameters } from 'n8n-workflow';

import { MUSIC_MODELS } from '../../../simulator/rules/music-create.cts';
import {
	getSpeechSettings,
	supportsLanguageCode,
} from '../../../simulator/rules/speech-create.cts';
import { SPEECH_MODELS } from '../../../simulator/seeds/speech-models.cts';
import { model, modelByExpression } from '../parameters.cts';
import { createTestBed } from '../test-bed.cts';
import { getValidationError, listImages } from './model-options.cts';

const testBed = createTestBed();

describe('Every music model of the reference', () => {
	const buildParameters = (id: string, more: INodeParameters) => ({
		resource: 'music',
		operation: 'create',
		prompt: 'jazz',
		model: modelByExpression(id),
		...more,
	});
	const getError = async (id: string, more: INodeParameters) =>
		await getValidationError(testBed, buildParameters(id, more));

	it.each(Object.entries(MUSIC_MODELS))(
		'%s should be offered with its limits',
		async (id, { promptMax: maxChars, lyrics, images: max, credits }) => {
			expect(await getError(id, { prompt: 'x'.repeat(maxChars) })).toBe('');
			expect(await getError(id, { prompt: 'x'.repeat(maxChars + 1) })).toMatch(/"Prompt"/);
			expect(await getError(id, { lyrics: 'la la' })).toMatch(lyrics ? /^$/ : /"Lyrics"/);
			const references = listImages('referenceImages', max + 1);
			expect(await getError(id, references)).toMatch(/"Reference Images/);
			const out = await testBed.run(buildParameters(id, { options: { dryRun: true } }));
			expect(out.items[0]?.json).toMatchObject({ estimatedCredits: credits });
		},
	);
});

describe('Every speech model of the reference', () => {
	const SAMPLES: Readonly<Record<string, [string, INodeParameters[string]]>> = {
		speed: ['speed', 1.1],
		volume: ['volume', 2],
		pitch: ['pitch', 1],
		emotion: ['emotion', 'calm'],
		stability: ['stability', 0.2],
		similarity_boost: ['similarityBoost', 0.2],
		style: ['style', 0.2],
		use_speaker_boost: ['useSpeakerBoost', true],
	};
	const buildParameters = (id: string, more: INodeParameters) => ({
		resource: 'speech',
		operation: 'create',
		text: 'Hello',
		voiceId: model('any'),
		model: model(id),
		...more,
	});
	const getError = async (id: string, more: INodeParameters) =>
		await getValidationError(testBed, buildParameters(id, more));

	it.each(SPEECH_MODELS)('$model should be offered with its limits', async (row) => {
		const { model: id, max_characters: maxChars, credit_formula: formula } = row;
		const settings = getSpeechSettings(row);
		expect(await getError(id, { text: 'x'.repeat(maxChars) })).toBe('');
		expect(await getError(id, { text: 'x'.repeat(maxChars + 1) })).toMatch(/"Text"/);
		const language = await getError(id, { languageCode: model('en') });
		expect(language).toMatch(supportsLanguageCode(row) ? /^$/ : /"Language"/);
		for (const [name, [field, value]] of Object.entries(SAMPLES)) {
			const message = await getError(id, { options: { [field]: value } });
			expect({ name, refused: message !== '' }).toEqual({
				name,
				refused: !settings.includes(name),
			});
		}
		const text = 'x'.repeat(formula.unit_characters * 2 + 1);
		const out = await testBed.run(buildParameters(id, { text, options: { dryRun: true } }));
		expect(out.items[0]?.json).toMatchObject({ estimatedCredits: 3 });
	});
});
