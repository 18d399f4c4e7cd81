import fc from 'fast-check';
import { getFingerprint } from '../../../../nodes/shared/jobs/submit/jobReference';
import { MediaInput } from '../../../../nodes/shared/jobs/submit/mediaInput';

const fingerprint = (body: Record<string, unknown>) =>
	getFingerprint({ endpoint: 'videos/create', body });
const createImage = (url: string) =>
	new MediaInput('url', url, 'First Frame', 0, { accepts: 'image' });
const request = fc.record(
	{ prompt: fc.string(), model: fc.string(), quality: fc.string(), duration: fc.nat() },
	{ requiredKeys: ['prompt'] },
);
const ignoredFields = fc.record(
	{ email: fc.string(), seed: fc.nat(), replyRef: fc.string(), replyUrl: fc.string() },
	{ requiredKeys: [] },
);

describe('getFingerprint', () => {
	it('should ignore account, seed, reference, and the order of the fields', () => {
		fc.assert(
			fc.property(request, ignoredFields, (body, more) => {
				const reordered = Object.fromEntries(Object.entries({ ...more, ...body }).reverse());
				expect(fingerprint(reordered)).toBe(fingerprint(body));
			}),
		);
	});

	it('should differ for another request', () => {
		fc.assert(
			fc.property(request, request, (one, other) => {
				const same = Object.keys({ ...one, ...other }).every(
					(name) => one[name as 'prompt'] === other[name as 'prompt'],
				);
				expect(fingerprint(one) === fingerprint(other)).toBe(same);
			}),
		);
	});

	it('should compare a file by its URL without the signature', () => {
		const signed = (signature: string) =>
			fingerprint({ frame: createImage(`https://a.test/1.png?s=${signature}`) });
		expect(signed('x')).toBe(signed('y'));
		expect(signed('x')).not.toBe(fingerprint({ frame: createImage('https://a.test/2.png') }));
	});

	it.each(['email', 'maxJobs', 'replyUrl', 'replyRef', 'seed'])('should ignore %s', (name) => {
		expect(fingerprint({ prompt: 'a', [name]: 'x' })).toBe(fingerprint({ prompt: 'a' }));
	});

	it('should ignore fields that are not sent', () => {
		expect(fingerprint({ prompt: 'a', model: undefined })).toBe(fingerprint({ prompt: 'a' }));
	});

	it('should ignore the name of a binary field, since n8n stores its file again in a retry', () => {
		const createFile = (name: string) => new MediaInput('binary', name, 'First Frame', 0);
		expect(fingerprint({ frame: createFile('data') })).toBe(
			fingerprint({ frame: createFile('photo') }),
		);
		expect(fingerprint({ frame: createFile('data') })).not.toBe(fingerprint({}));
	});

	it('should compare a URL without its fragment, also one with several lines', () => {
		expect(fingerprint({ frame: createImage('https://a.test/1.png#\n?') })).toBe(
			fingerprint({ frame: createImage('https://a.test/1.png') }),
		);
	});

	it('should have eight digits, stay the same, and differ for another endpoint', () => {
		const body = { prompt: 'a' };
		expect(fingerprint(body)).toMatch(/^[0-9a-f]{8}$/);
		expect(fingerprint(body)).toBe(fingerprint(body));
		expect(getFingerprint({ endpoint: 'images/create', body: { ...body } })).not.toBe(
			fingerprint(body),
		);
	});
});
