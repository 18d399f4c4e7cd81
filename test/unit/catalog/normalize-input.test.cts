import fc from 'fast-check';
import {
	normalizeModel,
	normalizeQuality,
	normalizeAspectRatio,
	normalizeDuration,
} from '../../../nodes/shared/catalog/normalizeInput';
import { getModels } from '../../../nodes/shared/catalog/models';

const models = getModels('video');

describe('The spelling of', () => {
	it.each(['v6', 'V6', 'PixVerse v6', 'pixverse V6', ' PixVerse  V6 '])(
		'the model %p is v6',
		(text) => {
			expect(normalizeModel(text, models)).toBe('v6');
		},
	);

	it.each(['image', 'music', 'speech', 'video'])(
		'every %s model is known by its ID and name',
		(kind) => {
			for (const [id, { name }] of Object.entries(getModels(kind))) {
				expect(normalizeModel(id, getModels(kind))).toBe(id);
				expect(normalizeModel(name.toUpperCase(), getModels(kind))).toBe(id);
			}
		},
	);

	it('a model that nobody knows is left as it is, and not taken for one like it', () => {
		for (const text of ['v7', 'PixVerse', 'PixVerse v5 fast!', 'constructor', 'toString', 'veo'])
			expect(normalizeModel(text, models)).toBe(text);
	});

	it.each(['720p', '720P', '720', ' 720 p'])('the quality %p is 720p', (text) => {
		expect(normalizeQuality(text)).toBe('720p');
	});

	it.each(['16:9', '16x9', '16/9', '16 : 9', '16×9'])('the ratio %p is 16:9', (text) => {
		expect(normalizeAspectRatio(text)).toBe('16:9');
	});

	it.each(['5', '5s', '5 s', '5 sec', '5 seconds', '5 Seconds.'])('the time %p is 5', (text) => {
		expect(Number(normalizeDuration(text))).toBe(5);
	});

	it('what can mean several things is left as it is', () => {
		expect(['4K', 'HD', 'high'].map(normalizeQuality)).toEqual(['4K', 'HD', 'high']);
		expect(['wide', 'auto', '1920x1080'].map(normalizeAspectRatio)).toEqual([
			'wide',
			'auto',
			'1920x1080',
		]);
		expect(['5-8 s', '5 minutes', 'short'].map(normalizeDuration)).toEqual([
			'5-8 s',
			'5 minutes',
			'short',
		]);
	});

	it('anything does not change when it is spelled again', () => {
		const spellings = [
			normalizeQuality,
			normalizeAspectRatio,
			normalizeDuration,
			(text: string) => normalizeModel(text, models),
		];
		fc.assert(
			fc.property(fc.constantFrom(...spellings), fc.string(), (spelled, text) => {
				expect(spelled(spelled(text))).toBe(spelled(text));
			}),
		);
	});
});
