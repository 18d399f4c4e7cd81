import fc from 'fast-check';
import { parseCreateResponse } from '../../../../nodes/shared/jobs/submit/createResponse';

const createId = (kind: string, number = 5) =>
	`user:1-pixverse:studio@example.com-${kind}:${number}`;
const video = createId('video');
const image = createId('image');
const parse = (body: unknown) => {
	const created = parseCreateResponse({ body });
	return created && { ...created, ids: created.ids.map(({ raw }) => raw) };
};

describe('A create response', () => {
	it.each<[string, Record<string, unknown>, string[]]>([
		['a video', { video_id: video }, [video]],
		['images', { success_ids: [image, createId('image', 6)] }, [image, createId('image', 6)]],
		['an image without a list', { success_ids: [], image_id: image }, [image]],
		['another type in the field of another ID', { video_id: 5, image_id: image }, [image]],
		['a list with something else', { success_ids: [image, 5], image_id: image }, [image]],
		['a text that is no ID', { video_id: 'soon' }, []],
		['no ID', { message: 'Accepted' }, []],
	])('should be read with %s', (_case, body, ids) => {
		expect(parse(body)).toEqual({ ids, credits: undefined });
	});

	it.each([40, '40'])('should be read with the price %p', (price) => {
		expect(parse({ video_id: video, cost_credits: price })).toEqual({ ids: [video], credits: 40 });
	});

	it.each([null, '', 'free', true, [40]])('should be read without a price from %p', (price) => {
		expect(parse({ video_id: video, cost_credits: price })?.credits).toBeUndefined();
	});

	it.each([
		['a text', 'OK'],
		['a list', [video]],
		['null', null],
		['nothing', undefined],
	])('should not be %s', (_case, body) => {
		expect(parse(body)).toBeUndefined();
	});

	it('should be read from any JSON without an error', () => {
		const name = fc.constantFrom('video_id', 'image_id', 'audio_id', 'success_ids', 'cost_credits');
		const value = fc.oneof(fc.jsonValue(), fc.constantFrom(video, [image], [image, image]));
		fc.assert(
			fc.property(fc.oneof(value, fc.dictionary(name, value)), (body) => {
				for (const id of parse(body)?.ids ?? []) expect([video, image]).toContain(id);
			}),
		);
	});
});
