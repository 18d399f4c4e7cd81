import fc from 'fast-check';
import {
	normalizeModel,
	normalizeQuality,
	normalizeAspectRatio,
	normalizeDuration,
} from '../../../nodes/shared/catalog/normalizeInput';
import { getModels } from '../../../nodes/shared/catalog/modelsByResource';

const models = getModels('video');

describe('normalizeInput', () => {
	it.each(['v6', 'V6', 'PixVerse v6', 'pixverse V6', ' PixVerse  V6 '])(
		'should read the model %p as v6',
		(text) => {
			expect(normalizeModel(text, models)).toBe('v6');
		},
	);

	it.each(['image', 'music', 'speech', 'video'])(
		'should recognize every %s model by ID and name',
		(kind) => {
			for (const [id, { name }] of Object.entries(getModels(kind))) {
				expect(normalizeModel(id, getModels(kind))).toBe(id);
				expect(normalizeModel(name.toUpperCase(), getModels(kind))).toBe(id);
			}
		},
	);

	it('should not change an unknown model or mistake it for a similar one', () => {
		for (const text of ['v7', 'PixVerse', 'PixVerse v5 fast!', 'constructor', 'toString', 'veo'])
			expect(normalizeModel(text, models)).toBe(text);
	});

	it.each(['720p', '720P', '720', ' 720 p'])('should read the quality %p as 720p', (text) => {
		expect(normalizeQuality(text)).toBe('720p');
	});

	it.each(['16:9', '16x9', '16/9', '16 : 9', '16×9'])(
		'should read the aspect ratio %p as 16:9',
		(text) => {
			expect(normalizeAspectRatio(text)).toBe('16:9');
		},
	);

	it.each(['5', '5s', '5 s', '5 sec', '5 seconds', '5 Seconds.'])(
		'should read the duration %p as 5',
		(text) => {
			expect(Number(normalizeDuration(text))).toBe(5);
		},
	);

	it('should not change ambiguous input', () => {
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

	it('should not read a value from a longer text', () => {
		const qualities = ['a 720', '720 x', '720px', '1080p and more', '12345', '72'];
		expect(qualities.map(normalizeQuality)).toEqual(qualities);
		expect(['1080', ' 2160 P '].map(normalizeQuality)).toEqual(['1080p', '2160p']);
		const ratios = ['a 16:9', '16:9 wide', '16:9x', '16:', ':9', '1:100'];
		expect(ratios.map(normalizeAspectRatio)).toEqual(ratios);
		expect([' 4:3 ', '9 x 16', '16/10', '1:1'].map(normalizeAspectRatio)).toEqual([
			'4:3',
			'9:16',
			'16:10',
			'1:1',
		]);
		const durations = ['about 5 s', '5 s or more', '5 sx', '5.x s', '5 second s', 's'];
		expect(durations.map(normalizeDuration)).toEqual(durations);
		expect(['12 s', '7.25 secs', ' 1 second ', '3 sec.  '].map(normalizeDuration)).toEqual([
			'12',
			'7.25',
			'1',
			'3',
		]);
	});

	it('should not choose between models of the same name', () => {
		const modelsWithSameName = {
			one: { name: 'Twin' },
			two: { name: 'twin' },
			Twin: { name: 'Other' },
		};
		expect(normalizeModel('twin', modelsWithSameName)).toBe('twin');
		expect(normalizeModel('Twin', modelsWithSameName)).toBe('Twin');
		expect(normalizeModel('t w i n', { one: { name: 'T  w in' } })).toBe('one');
		expect(normalizeModel('nobody', {})).toBe('nobody');
	});

	it('should be idempotent', () => {
		const normalizers = [
			normalizeQuality,
			normalizeAspectRatio,
			normalizeDuration,
			(text: string) => normalizeModel(text, models),
		];
		fc.assert(
			fc.property(fc.constantFrom(...normalizers), fc.string(), (normalize, text) => {
				expect(normalize(normalize(text))).toBe(normalize(text));
			}),
		);
	});
});
