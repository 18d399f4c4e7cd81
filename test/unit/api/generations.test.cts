import fc from 'fast-check';
import { NodeApiError } from 'n8n-workflow';
import type { ApiGeneration } from '../../../nodes/shared/api/responseSchemas';
import type { ApiRequest } from '../../../nodes/shared/api/client';
import type { GenerationTypeConfig } from '../../../nodes/shared/api/generationTypes';
import { generationTypes } from '../../../nodes/shared/api/generationTypes';
import type { ListOptions } from '../../../nodes/shared/api/generations';
import { listGenerations } from '../../../nodes/shared/api/generations';
import { createFakeApi, node } from '../fake-api.cts';

type Row = Record<string, unknown>;

const row = (family: GenerationTypeConfig, number: number): Row => ({
	[family.idField]: `user:1-pixverse:a@example.com-${family.idKind}:${number}`,
});

const idsOf = (rows: Row[]) =>
	rows.map((one) => String(one.video_id ?? one.image_id ?? one.audio_id));

type Behaviour = [
	says?: 'total' | 'has_more' | 'neither',
	most?: number,
	meanwhile?: (list: List, page: number) => void,
];

/** A list of the API, newest first. */
class List {
	readonly requests: ApiRequest[] = [];
	private next: number;

	constructor(
		readonly family: GenerationTypeConfig,
		readonly rows: Row[],
		/** What a page says about there being more. */
		private readonly says: 'total' | 'has_more' | 'neither' = 'neither',
		/** Maximum page size, no matter what is requested. */
		private readonly most = Infinity,
		/** Happens between two pages. */
		private readonly meanwhile: (list: List, page: number) => void = () => {},
	) {
		this.next = rows.length;
	}

	static of(family: GenerationTypeConfig, count: number, ...more: Behaviour): List {
		const rows = Array.from({ length: count }, (_, index) => row(family, count - 1 - index));
		return new List(family, rows, ...more);
	}

	/** New generations come in at the head. */
	add(count: number): void {
		for (let n = 0; n < count; n++) this.rows.unshift(row(this.family, this.next++));
	}

	page(request: ApiRequest): unknown {
		if (this.requests.length > 0) this.meanwhile(this, this.requests.length);
		this.requests.push(request);
		if (this.requests.length > 500) throw new Error('reading does not end');
		const { limit, offset } = request.query as { limit: number; offset: number };
		const data = this.rows.slice(offset, offset + Math.min(limit, this.most));
		const told = {
			total: { total: this.rows.length },
			has_more: { has_more: offset + data.length < this.rows.length },
			neither: {},
		}[this.says];
		return { data, next_offset: offset + Math.min(limit, this.most), ...told };
	}

	async read(request: Partial<ListOptions> = {}): Promise<ApiGeneration[]> {
		const api = createFakeApi({ call: (asked) => this.page(asked) });
		return await listGenerations(api, this.family, { verbPhrase: 'list', ...request });
	}
}

const kinds = fc.constantFrom(...Object.values(generationTypes));
const says = fc.constantFrom('total' as const, 'has_more' as const, 'neither' as const);

describe('readGenerations', () => {
	it('should read to the end, whatever the pages say about more rows', async () => {
		await fc.assert(
			fc.asyncProperty(
				kinds,
				says,
				fc.nat({ max: 180 }),
				fc.integer({ min: 1, max: 60 }),
				async (family, more, count, most) => {
					const list = List.of(family, count, more, most);
					expect(await list.read()).toEqual(list.rows);
				},
			),
		);
	});

	it('should return the newest rows up to the limit', async () => {
		await fc.assert(
			fc.asyncProperty(
				kinds,
				says,
				fc.nat({ max: 180 }),
				fc.integer({ min: 1, max: 200 }),
				async (family, more, count, limit) => {
					const list = List.of(family, count, more);
					expect(await list.read({ limit })).toEqual(list.rows.slice(0, limit));
				},
			),
		);
	});

	it('should return each row once while new rows shift the list', async () => {
		await fc.assert(
			fc.asyncProperty(
				kinds,
				says,
				fc.nat({ max: 180 }),
				fc.integer({ min: 10, max: 60 }),
				fc.infiniteStream(fc.nat({ max: 9 })),
				fc.option(fc.integer({ min: 1, max: 200 }), { nil: undefined }),
				async (family, more, count, most, arrivals, limit) => {
					const grows = (list: List, page: number) =>
						page < 15 ? list.add(arrivals.next().value as number) : undefined;
					const list = List.of(family, count, more, most, grows);
					const before = idsOf(list.rows);
					const read = idsOf(await list.read({ limit }));
					expect(new Set(read).size).toBe(read.length);
					if (limit === undefined) expect(read.filter((id) => before.includes(id))).toEqual(before);
					else expect(read.length).toBeGreaterThanOrEqual(Math.min(limit, before.length));
				},
			),
		);
	});

	it('should be complete when a new row pushes the last wanted row off its page', async () => {
		const list = List.of(generationTypes.video, 90, 'neither', 40, (here) => here.add(1));
		const before = list.rows.slice(0, 41);
		expect(await list.read({ limit: 41 })).toEqual(before);
	});

	it('should return no row twice while rows are deleted', async () => {
		const list = List.of(generationTypes.video, 130, 'neither', 40, (here, page) =>
			here.rows.splice(0, page),
		);
		const read = idsOf(await list.read());
		expect(read.length).toBeGreaterThan(100);
		expect(new Set(read).size).toBe(read.length);
	});

	it.each(['total', 'has_more'] as const)(
		'should not request another page once %s ends the list',
		async (more) => {
			const list = List.of(generationTypes.image, 50, more);
			await list.read();
			expect(list.requests).toHaveLength(1);
		},
	);

	it("should end at an empty page when the pages don't say whether there are more", async () => {
		const list = List.of(generationTypes.video, 80);
		await list.read();
		expect(list.requests.map(({ query }) => query?.offset)).toEqual([0, 40, 80]);
	});

	it.each([
		['the same page for every offset', (rows: Row[]) => ({ data: rows })],
		['the same page, and that there is more', (rows: Row[]) => ({ data: rows, has_more: true })],
		['the same page, and a huge total', (rows: Row[]) => ({ data: rows, total: 1e9 })],
		['nothing, and that there is more', () => ({ data: [], has_more: true, total: 1e9 })],
		['rows without an ID', () => ({ data: [{ prompt: 'a' }, { prompt: 'b' }], has_more: true })],
	])('should end when the API responds with %s', async (_what, answered) => {
		let calls = 0;
		const rows = [row(generationTypes.music, 2), row(generationTypes.music, 1)];
		const api = createFakeApi({
			call: () => {
				if (++calls > 10) throw new Error('reading does not end');
				return answered(rows);
			},
		});
		const read = await listGenerations(api, generationTypes.music, { verbPhrase: 'list' });
		expect(read.length).toBeLessThanOrEqual(2);
	});

	it('should stop as soon as the reader has seen enough', async () => {
		const list = List.of(generationTypes.video, 200);
		await list.read({
			shouldStop: (rows) => rows.some((seen) => seen.video_id === list.rows[50]?.video_id),
		});
		expect(list.requests).toHaveLength(2);
	});

	it('should request the list of the account below the path of its type', async () => {
		const list = List.of(generationTypes.speech, 1);
		await list.read({ account: 'a@example.com' });
		expect(list.requests[0]).toMatchObject({
			method: 'GET',
			path: 'speech',
			query: { email: 'a@example.com', offset: 0 },
		});
	});

	it('should request pages no larger than the limit', async () => {
		const list = List.of(generationTypes.video, 200);
		await list.read({ limit: 5 });
		expect(list.requests.map(({ query }) => query?.limit)).toEqual([5]);
	});
});

describe('A response that is no list', () => {
	it.each([
		['a web page', '<html>Sign in</html>'],
		['nothing', undefined],
		['null', null],
		['a bare list', [{ video_id: 'x' }]],
		['an object without rows', { items: [] }],
		['rows that are none', { data: [1, null] }],
	])('should cause an error that names the item: %s', async (_what, body) => {
		const api = createFakeApi({ call: () => body, itemIndex: 4 });
		const reading = listGenerations(api, generationTypes.video, {
			verbPhrase: 'list the videos',
		});
		await expect(reading).rejects.toMatchObject({
			message:
				"The response of the PixVerse API can't be read, so n8n can't list the videos [item 4]",
			context: { itemIndex: 4 },
			node,
		});
		await expect(reading).rejects.toBeInstanceOf(NodeApiError);
	});
});

describe('An endless list', () => {
	it('should stop at some point and say what to do', async () => {
		let made = 0;
		const api = createFakeApi({
			call: () => ({ data: Array.from({ length: 40 }, () => row(generationTypes.video, ++made)) }),
		});
		const reading = listGenerations(api, generationTypes.video, {
			verbPhrase: 'list the videos',
		});
		await expect(reading).rejects.toMatchObject({
			message: expect.stringContaining("doesn't end after 100000 entries"),
			description: expect.stringContaining('Limit'),
		});
		expect(made).toBe(100_000);
	});
});
