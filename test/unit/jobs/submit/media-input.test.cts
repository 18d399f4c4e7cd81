import fc from 'fast-check';
import { isUploadPath } from '../../../../nodes/shared/jobs/submit/mediaInput';
import { type MediaKind, resolveUploadType } from '../../../../nodes/shared/jobs/submit/uploadType';

/** The content types of the files page of the reference. */
const DOCUMENTED: Array<[string, MediaKind]> = [
	['image/png', 'image'],
	['image/jpeg', 'image'],
	['image/gif', 'image'],
	['image/webp', 'image'],
	['video/mp4', 'video'],
	['video/quicktime', 'video'],
	['video/3gpp', 'video'],
	['video/x-matroska', 'video'],
	['video/x-flv', 'video'],
	['video/mpeg', 'video'],
	['video/MP2T', 'video'],
	['video/x-msvideo', 'video'],
	['video/x-motion-jpeg', 'video'],
	['video/webm', 'video'],
	['video/ogg', 'video'],
	['audio/wav', 'audio'],
	['audio/wave', 'audio'],
	['audio/mpeg', 'audio'],
];
const types = DOCUMENTED.map(([type]) => type);

describe('The MIME type of an upload', () => {
	it.each(DOCUMENTED)('should be kept for %s: %s', (type, kind) => {
		expect(resolveUploadType(type, ['file'])).toMatchObject({ type, kind });
	});

	it.each([
		['image/jpg', 'image/jpeg'],
		['IMAGE/PNG', 'image/png'],
		['audio/mp3', 'audio/mpeg'],
		['audio/x-wav', 'audio/wav'],
		['video/mp2t', 'video/MP2T'],
		['video/x-m4v', 'video/mp4'],
	])('should be normalized for %s to %s', (said, type) => {
		expect(resolveUploadType(said, ['file'])?.type).toBe(type);
	});

	it.each([
		['photo.png', 'image/png'],
		['PHOTO.JPG', 'image/jpeg'],
		['https://x.test/a/clip.mov?token=1.2', 'video/quicktime'],
		['https://x.test/clip.mp4#t=1', 'video/mp4'],
		['my.holiday.in.Rome.webm', 'video/webm'],
		['song.mp3', 'audio/mpeg'],
		['stream.ts', 'video/MP2T'],
	])('should come from the name %s if the source has no type', (name, type) => {
		for (const said of ['', 'application/octet-stream', 'binary/octet-stream'])
			expect(resolveUploadType(said, [name])?.type).toBe(type);
	});

	it('should not come from the name if the source has a type', () => {
		expect(resolveUploadType('application/pdf', ['photo.png'])).toBeUndefined();
		expect(resolveUploadType('image/webp', ['photo.png'])?.type).toBe('image/webp');
	});

	it.each([
		'application/pdf',
		'image/svg+xml',
		'image/heic',
		'image/tiff',
		'audio/flac',
		'text/html',
	])('should be undefined for %s, which the API rejects', (said) => {
		expect(resolveUploadType(said, ['file'])).toBeUndefined();
	});

	it.each(['', 'noextension', 'archive.zip', 'photo.png.exe', 'https://x.test/photo', '.'])(
		'should be undefined if neither the source nor the name %j has a type',
		(name) => {
			expect(resolveUploadType('', [name])).toBeUndefined();
		},
	);

	it('should be a documented type or undefined, whatever the source and the name', () => {
		const word = fc.oneof(
			fc.string(),
			fc.constantFrom(...types, 'constructor', '__proto__', 'a.toString', 'a.constructor', 'a.mp4'),
		);
		fc.assert(
			fc.property(word, word, (said, name) => {
				const found = resolveUploadType(said, [name]);
				if (!found) return;
				expect(types).toContain(found.type);
				expect(['image', 'video', 'audio']).toContain(found.kind);
				expect(found.type.startsWith(found.kind)).toBe(true);
			}),
			{ numRuns: 1000 },
		);
	});
});

describe('The path of an upload', () => {
	it.each([
		'upload/1a2b.png',
		'upload/0b5c8a56-7c1d-4a59-a4f0-2b7c5d1d8b7e.webp',
		'image/2026/a_b.c.jpg',
	])('should be accepted: %s', (path) => {
		expect(isUploadPath(path)).toBe(true);
	});

	it.each([
		'',
		'photo.png',
		'/upload/a.png',
		'upload/',
		'upload/../secret',
		'https://x.test/a.png',
		'upload/a b.png',
		'upload/a.png?x=1',
		'upload\\a.png',
		'upload/a.png\n',
	])('should be rejected: %j', (path) => {
		expect(isUploadPath(path)).toBe(false);
	});
});
