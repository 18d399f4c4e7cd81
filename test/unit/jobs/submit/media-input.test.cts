import fc from 'fast-check';
import { isUploadPath } from '../../../../nodes/shared/jobs/submit/mediaInput';
import { type MediaKind, resolveUploadType } from '../../../../nodes/shared/jobs/submit/uploadType';

/** The content types in the API reference's page about files. */
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
const DOCUMENTED_TYPES = DOCUMENTED.map(([type]) => type);

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
	])('should be normalized for %s to %s', (sourceType, type) => {
		expect(resolveUploadType(sourceType, ['file'])?.type).toBe(type);
	});

	it.each([
		['image/png', 'image/png; charset=binary image/x-png image/apng'],
		['image/jpeg', 'image/jpg image/pjpeg image/x-jpeg image/jfif IMAGE/JPEG;q=1'],
		['video/mp4', 'video/x-m4v application/mp4 video/mp4; codecs="avc1.42E01E" video/x-mp4'],
		['video/quicktime', 'video/mov video/x-quicktime'],
		['video/3gpp', 'video/3gp video/x-3gpp'],
		['video/x-matroska', 'video/matroska video/mkv video/x-mkv application/x-matroska'],
		['video/x-flv', 'video/flv video/vnd.flv application/x-flv'],
		['video/mpeg', 'video/mpg video/x-mpeg video/MP1S video/MP2P video/mpeg2'],
		['video/MP2T', 'video/mp2t video/vnd.dlna.mp2t video/ts'],
		['video/x-msvideo', 'video/vnd.avi video/avi video/msvideo application/x-troff-msvideo'],
		['video/x-motion-jpeg', 'video/mjpeg video/x-mjpeg'],
		['video/webm', 'video/x-webm'],
		['video/ogg', 'application/ogg video/x-ogg video/x-theora'],
		['audio/wav', 'audio/x-wav audio/x-pn-wav audio/vnd.wav'],
		['audio/wave', 'audio/vnd.wave audio/x-wave'],
		['audio/mpeg', 'audio/mp3 audio/x-mp3 audio/mpeg3 audio/x-mpeg-3 audio/mpg audio/x-mpeg'],
	])('should be %s for its other names: %s', (type, otherNames) => {
		for (const other of otherNames.split(/(?<!;) /))
			expect([other, resolveUploadType(other, ['file'])?.type]).toEqual([other, type]);
	});

	it.each([
		['image/png', '89504e470d0a1a0a0000000d49484452'],
		['image/jpeg', 'ffd8ffe000104a464946'],
		['image/gif', '474946383961'],
		['image/webp', '524946460000000057454250565038'],
		['audio/wav', '524946460000000057415645666d7420'],
		['video/x-msvideo', '5249464600000000415649204c495354'],
		['video/webm', '1a45dfa39f4286810142f7810142f2810442f381084282847765626d'],
		['video/x-matroska', '1a45dfa3a34286810142f7810142f2810442f381084282886d6174726f736b61'],
		['video/x-flv', '464c560105000000'],
		['video/mpeg', '000001ba4400'],
		['video/MP2T', `47${'00'.repeat(187)}47${'00'.repeat(187)}47`],
		['video/MP2T', `0000000047${'00'.repeat(191)}47${'00'.repeat(191)}47`],
		['video/ogg', `4f67675300${'00'.repeat(23)}807468656f7261`],
		['video/quicktime', '00000014667479707174202000000000'],
		['video/quicktime', '0000000877696465000000006d646174'],
		['video/3gpp', '00000018667479703367703400000000'],
		['video/mp4', '0000001866747970697360d600000000'.replace('7360d6', '736f6d')],
		['video/mp4', '00000018667479706d70343200000000'],
		['audio/mpeg', '4944330300000000'],
		['audio/mpeg', 'fffb9064'],
	])('should come from the first bytes of %s if there is no other information', (type, hex) => {
		const head = Buffer.from(hex, 'hex');
		for (const sourceType of ['', 'application/octet-stream', 'text/plain', 'video/unheard-of'])
			expect(resolveUploadType(sourceType, ['download', '.bin'], head)?.type).toBe(type);
	});

	it.each([
		['PDF', '255044462d312e34'],
		['HEIC', '00000018667479706865696300000000'],
		['AVIF', '0000001c667479706176696600000000'],
		['M4A', '00000018667479704d34412000000000'],
		['AAC', 'fff15080'],
		['Ogg Vorbis', `4f67675300${'00'.repeat(23)}01766f72626973`],
		['a web page', Buffer.from('<!doctype html><html>').toString('hex')],
		['UTF-16 text', 'fffe68006900'],
		['BMP', '424d36000000'],
		['nothing', ''],
	])('should be undefined for the first bytes of %s, which the API rejects', (_what, hex) => {
		expect(resolveUploadType('', ['download'], Buffer.from(hex, 'hex'))).toBeUndefined();
	});

	it('should come from the first name that has a known extension', () => {
		expect(resolveUploadType('', ['photo.png', 'https://x.test/get.php'])?.type).toBe('image/png');
		expect(resolveUploadType('', ['', 'https://x.test/a.mp4?x=1'])?.type).toBe('video/mp4');
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
		for (const sourceType of ['', 'application/octet-stream', 'binary/octet-stream'])
			expect(resolveUploadType(sourceType, [name])?.type).toBe(type);
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
	])('should be undefined for %s, which the API rejects', (sourceType) => {
		expect(resolveUploadType(sourceType, ['file'])).toBeUndefined();
	});

	it.each(['', 'noextension', 'archive.zip', 'photo.png.exe', 'https://x.test/photo', '.'])(
		'should be undefined if neither the source nor the name %j has a type',
		(name) => {
			expect(resolveUploadType('', [name])).toBeUndefined();
		},
	);

	it('should be a documented type or undefined, whatever the source and the name', () => {
		const text = fc.oneof(
			fc.string(),
			fc.constantFrom(
				...DOCUMENTED_TYPES,
				'constructor',
				'__proto__',
				'a.toString',
				'a.constructor',
				'a.mp4',
			),
		);
		fc.assert(
			fc.property(text, text, (sourceType, name) => {
				const found = resolveUploadType(sourceType, [name]);
				if (!found) return;
				expect(DOCUMENTED_TYPES).toContain(found.type);
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
