import fc from 'fast-check';
import type { MediaKind } from '../../../../nodes/shared/jobs/submit/mediaInput';
import {
	ACCEPTED_FORMATS,
	isUploadPath,
	resolveUploadType,
} from '../../../../nodes/shared/jobs/submit/mediaInput';

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

describe('The type a file is uploaded under', () => {
	it.each(DOCUMENTED)('%s goes as it is: a file of type %s', (type, kind) => {
		expect(resolveUploadType(type, 'file')).toEqual({ type, kind });
	});

	it.each([
		['image/jpg', 'image/jpeg'],
		['IMAGE/PNG', 'image/png'],
		['audio/mp3', 'audio/mpeg'],
		['audio/x-wav', 'audio/wav'],
		['video/mp2t', 'video/MP2T'],
		['video/x-m4v', 'video/mp4'],
	])('%s is what the API calls %s', (said, type) => {
		expect(resolveUploadType(said, 'file')?.type).toBe(type);
	});

	it.each([
		['photo.png', 'image/png'],
		['PHOTO.JPG', 'image/jpeg'],
		['https://x.test/a/clip.mov?token=1.2', 'video/quicktime'],
		['https://x.test/clip.mp4#t=1', 'video/mp4'],
		['my.holiday.in.Rome.webm', 'video/webm'],
		['song.mp3', 'audio/mpeg'],
		['stream.ts', 'video/MP2T'],
	])('is taken from the name %s where the source says nothing', (name, type) => {
		for (const said of ['', 'application/octet-stream', 'binary/octet-stream'])
			expect(resolveUploadType(said, name)?.type).toBe(type);
	});

	it('is not taken from the name where the source says something', () => {
		expect(resolveUploadType('application/pdf', 'photo.png')).toBeUndefined();
		expect(resolveUploadType('image/webp', 'photo.png')?.type).toBe('image/webp');
	});

	it.each([
		'application/pdf',
		'image/svg+xml',
		'image/heic',
		'image/tiff',
		'audio/flac',
		'text/html',
	])('is none for %s, which the API does not take', (said) => {
		expect(resolveUploadType(said, 'file')).toBeUndefined();
	});

	it.each(['', 'noextension', 'archive.zip', 'photo.png.exe', 'https://x.test/photo', '.'])(
		'is none where neither the source nor the name %j says anything',
		(name) => {
			expect(resolveUploadType('', name)).toBeUndefined();
		},
	);

	it('is one that the API documents or none, whatever source and name say', () => {
		const word = fc.oneof(
			fc.string(),
			fc.constantFrom(...types, 'constructor', '__proto__', 'a.toString', 'a.constructor', 'a.mp4'),
		);
		fc.assert(
			fc.property(word, word, (said, name) => {
				const found = resolveUploadType(said, name);
				if (!found) return;
				expect(types).toContain(found.type);
				expect(Object.keys(ACCEPTED_FORMATS)).toContain(found.kind);
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
	])('may be %s', (path) => {
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
	])('is not %j', (path) => {
		expect(isUploadPath(path)).toBe(false);
	});
});
