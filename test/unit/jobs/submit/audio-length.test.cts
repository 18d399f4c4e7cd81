import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { readAudioSeconds } from '../../../../nodes/shared/jobs/submit/audioLength';
import { HEAD_BYTES } from '../../../../nodes/shared/jobs/submit/uploadType';
import { readAudioLength } from '../../../../simulator/audio-length.cts';
import { buildMp3, buildWav } from '../../../audio-files.cts';

const read = (file: Buffer) => readAudioSeconds(file.subarray(0, HEAD_BYTES), file.length);

describe('readAudioSeconds', () => {
	it('should read every WAV, whatever its rate', () => {
		fc.assert(
			fc.property(
				fc.integer({ min: 1, max: 100 }),
				fc.constantFrom(8000, 16_000, 44_100),
				(seconds, bytesPerSecond) => {
					const file = buildWav(seconds, { bytesPerSecond });
					expect(read(file)).toBe(seconds);
					expect(readAudioLength(file)).toBe(seconds);
				},
			),
			{ numRuns: 20 },
		);
	});

	it.each([
		['other chunks before the sound', { before: 24 }, 30],
		['the size of a stream', { isStream: true }, 30],
		['chunks that are longer than the first bytes', { before: 600 }, undefined],
	])('should read a WAV with %s', (_what, options, expected) => {
		expect(read(buildWav(30, options))).toBe(expected);
	});

	it('should read a WAV with a chunk of odd length, which has a byte of padding', () => {
		const file = buildWav(30, {});
		const odd = Buffer.from('LIST\u0003\0\0\0abc\0', 'latin1');
		expect(read(Buffer.concat([file.subarray(0, 12), odd, file.subarray(12)]))).toBe(30);
	});

	it.each([
		['MPEG 1, stereo', { version: 1, isMono: false, rate: 44_100 }],
		['MPEG 1, mono', { version: 1, isMono: true, rate: 48_000 }],
		['MPEG 2, stereo', { version: 2, isMono: false, rate: 22_050 }],
		['MPEG 2, mono', { version: 2, isMono: true, rate: 16_000 }],
		['MPEG 2.5, mono', { version: 2.5, isMono: true, rate: 8000 }],
	] as const)('should read an MP3 of %s with a frame count', (_what, format) => {
		for (const seconds of [5, 59, 61, 420]) {
			expect(read(buildMp3(seconds, format))).toBeCloseTo(seconds, 0);
			expect(read(buildMp3(seconds, { ...format, tagBytes: 60 }))).toBeCloseTo(seconds, 0);
			expect(readAudioLength(buildMp3(seconds, format))).toBeCloseTo(seconds, 0);
		}
	});

	it.each([
		['has no frame count', readFileSync(join(__dirname, '../../../../simulator/media/song.mp3'))],
		[
			'begins with a picture',
			buildMp3(90, { version: 1, isMono: false, rate: 44_100, tagBytes: 9000 }),
		],
		['is something else', Buffer.from('%PDF-1.4 and so on, for a while')],
		['is empty', Buffer.alloc(0)],
	])('should return undefined for a file that %s', (_what, file) => {
		expect(read(file)).toBeUndefined();
	});

	it('should never fail, whatever the bytes', () => {
		const heads = ['RIFF', 'ID3\u0003', '\u00ff\u00fb', '\u00ff\u00f3', ''];
		fc.assert(
			fc.property(fc.constantFrom(...heads), fc.uint8Array({ maxLength: 500 }), (head, rest) => {
				const file = Buffer.concat([Buffer.from(head, 'latin1'), rest]);
				const seconds = read(file);
				expect(seconds === undefined || seconds >= 0).toBe(true);
			}),
		);
	});
});
