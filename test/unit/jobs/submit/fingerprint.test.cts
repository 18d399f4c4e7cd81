import fc from 'fast-check';
import { getFingerprint } from '../../../../nodes/shared/jobs/submit/jobReference';
import { MediaInput } from '../../../../nodes/shared/jobs/submit/mediaInput';

const of = (body: Record<string, unknown>) => getFingerprint({ endpoint: 'videos/create', body });
const image = (url: string) => new MediaInput('url', url, 'First Frame', 0, { accepts: 'image' });
const request = fc.record(
	{ prompt: fc.string(), model: fc.string(), quality: fc.string(), duration: fc.nat() },
	{ requiredKeys: ['prompt'] },
);
const passing = fc.record(
	{ email: fc.string(), seed: fc.nat(), replyRef: fc.string(), replyUrl: fc.string() },
	{ requiredKeys: [] },
);

describe('getFingerprint', () => {
	it('should ignore account, seed, reference, and the order of the fields', () => {
		fc.assert(
			fc.property(request, passing, (body, more) => {
				const turned = Object.fromEntries(Object.entries({ ...more, ...body }).reverse());
				expect(of(turned)).toBe(of(body));
			}),
		);
	});

	it('should differ for another request', () => {
		fc.assert(
			fc.property(request, request, (one, other) => {
				const same = Object.keys({ ...one, ...other }).every(
					(name) => one[name as 'prompt'] === other[name as 'prompt'],
				);
				expect(of(one) === of(other)).toBe(same);
			}),
		);
	});

	it('should compare a file by its URL without the signature', () => {
		const signed = (signature: string) =>
			of({ frame: image(`https://a.test/1.png?s=${signature}`) });
		expect(signed('x')).toBe(signed('y'));
		expect(signed('x')).not.toBe(of({ frame: image('https://a.test/2.png') }));
	});

	it.each(['email', 'maxJobs', 'replyUrl', 'replyRef', 'seed'])('should ignore %s', (name) => {
		expect(of({ prompt: 'a', [name]: 'x' })).toBe(of({ prompt: 'a' }));
	});

	it('should ignore fields that are not sent', () => {
		expect(of({ prompt: 'a', model: undefined })).toBe(of({ prompt: 'a' }));
	});

	it('should ignore the name of a file of the item, since n8n stores it anew', () => {
		const file = (name: string) => new MediaInput('binary', name, 'First Frame', 0);
		expect(of({ frame: file('data') })).toBe(of({ frame: file('photo') }));
		expect(of({ frame: file('data') })).not.toBe(of({}));
	});

	it('should compare a URL without its fragment, also one with several lines', () => {
		expect(of({ frame: image('https://a.test/1.png#\n?') })).toBe(
			of({ frame: image('https://a.test/1.png') }),
		);
	});

	it('should be eight digits, the same at the second time, and differ for another endpoint', () => {
		const body = { prompt: 'a' };
		expect(of(body)).toMatch(/^[0-9a-f]{8}$/);
		expect(of(body)).toBe(of(body));
		expect(getFingerprint({ endpoint: 'images/create', body: { ...body } })).not.toBe(of(body));
	});
});
