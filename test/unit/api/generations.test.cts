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

const createRow = (type: GenerationTypeConfig, number: number): Row => ({
	[type.idField]: `user:1-pixverse:a@example.com-${type.idKind}:${number}`,
});

const listIds = (rows: Row[]) =>
	rows.map((one) => String(one.video_id ?? one.image_id ?? one.audio_id));

type ListBehavior = [
	endMarker?: 'total' | 'has_more' | 'neither',
	maxPageSize?: number,
	beforeNextPage?: (list: FakeList, page: number) => void,
];

/** A list of the API, newest rows first. */
class FakeList {
	readonly requests: ApiRequest[] = [];
	private next: number;

	constructor(
		readonly type: GenerationTypeConfig,
		readonly rows: Row[],
		/** The field that shows whether there are more rows. */
		private readonly endMarker: 'total' | 'has_more' | 'neither' = 'neither',
		/** Maximum page size, regardless of the request. */
		private readonly maxPageSize = Infinity,
		/** Runs between two pages. */
		private readonly beforeNextPage: (list: FakeList, page: number) => void = () => {},
	) {
		this.next = rows.length;
	}

	static of(type: GenerationTypeConfig, count: number, ...more: ListBehavior): FakeList {
		const rows = Array.from({ length: count }, (_, index) => createRow(type, count - 1 - index));
		return new FakeList(type, rows, ...more);
	}

	/** Adds new rows at the start. */
	add(count: number): void {
		for (let n = 0; n < count; n++) this.rows.unshift(createRow(this.type, this.next++));
	}

	page(request: ApiRequest): unknown {
		if (this.requests.length > 0) this.beforeNextPage(this, this.requests.length);
		this.requests.push(request);
		if (this.requests.length > 500) throw new Error('Reading does not end');
		const { limit, offset } = request.query as { limit: number; offset: number };
		const data = this.rows.slice(offset, offset + Math.min(limit, this.maxPageSize));
		const end = {
			total: { total: this.rows.length },
			has_more: { has_more: offset + data.length < this.rows.length },
			neither: {},
		}[this.endMarker];
		return { data, next_offset: offset + Math.min(limit, this.maxPageSize), ...end };
	}

	async read(request: Partial<ListOptions> = {}): Promise<ApiGeneration[]> {
		const api = createFakeApi({ call: (apiRequest) => this.page(apiRequest) });
		return await listGenerations(api, this.type, { verbPhrase: 'list', ...request });
	}
}

const types = fc.constantFrom(...Object.values(generationTypes));
const endMarkers = fc.constantFrom('total' as const, 'has_more' as const, 'neither' as const);

describe('listGenerations', () => {
	it('should read all rows, with or without a field that marks the end', async () => {
		await fc.assert(
			fc.asyncProperty(
				types,
				endMarkers,
				fc.nat({ max: 180 }),
				fc.integer({ min: 1, max: 60 }),
				async (type, endMarker, count, maxPageSize) => {
					const list = FakeList.of(type, count, endMarker, maxPageSize);
					expect(await list.read()).toEqual(list.rows);
				},
			),
		);
	});

	it('should return the newest rows up to the limit', async () => {
		await fc.assert(
			fc.asyncProperty(
				types,
				endMarkers,
				fc.nat({ max: 180 }),
				fc.integer({ min: 1, max: 200 }),
				async (type, endMarker, count, limit) => {
					const list = FakeList.of(type, count, endMarker);
					expect(await list.read({ limit })).toEqual(list.rows.slice(0, limit));
				},
			),
		);
	});

	it('should return each row once while new rows shift the list', async () => {
		await fc.assert(
			fc.asyncProperty(
				types,
				endMarkers,
				fc.nat({ max: 180 }),
				fc.integer({ min: 10, max: 60 }),
				fc.infiniteStream(fc.nat({ max: 9 })),
				fc.option(fc.integer({ min: 1, max: 200 }), { nil: undefined }),
				async (type, endMarker, count, maxPageSize, arrivals, limit) => {
					const addRows = (list: FakeList, page: number) =>
						page < 15 ? list.add(arrivals.next().value as number) : undefined;
					const list = FakeList.of(type, count, endMarker, maxPageSize, addRows);
					const before = listIds(list.rows);
					const read = listIds(await list.read({ limit }));
					expect(new Set(read).size).toBe(read.length);
					if (limit === undefined) expect(read.filter((id) => before.includes(id))).toEqual(before);
					else expect(read.length).toBeGreaterThanOrEqual(Math.min(limit, before.length));
				},
			),
		);
	});

	it('should be complete when a new row moves the last requested row to the next page', async () => {
		const list = FakeList.of(generationTypes.video, 90, 'neither', 40, (growingList) =>
			growingList.add(1),
		);
		const before = list.rows.slice(0, 41);
		expect(await list.read({ limit: 41 })).toEqual(before);
	});

	it('should return no row twice while rows are deleted', async () => {
		const list = FakeList.of(generationTypes.video, 130, 'neither', 40, (shrinkingList, page) =>
			shrinkingList.rows.splice(0, page),
		);
		const read = listIds(await list.read());
		expect(read.length).toBeGreaterThan(100);
		expect(new Set(read).size).toBe(read.length);
	});

	it.each(['total', 'has_more'] as const)(
		'should not request another page once %s ends the list',
		async (endMarker) => {
			const list = FakeList.of(generationTypes.image, 50, endMarker);
			await list.read();
			expect(list.requests).toHaveLength(1);
		},
	);

	it('should end at an empty page when no field marks the end', async () => {
		const list = FakeList.of(generationTypes.video, 80);
		await list.read();
		expect(list.requests.map(({ query }) => query?.offset)).toEqual([0, 40, 80]);
	});

	it.each([
		['the same page for every offset', (rows: Row[]) => ({ data: rows })],
		['the same page, and that there is more', (rows: Row[]) => ({ data: rows, has_more: true })],
		['the same page, and a huge total', (rows: Row[]) => ({ data: rows, total: 1e9 })],
		['nothing, and that there is more', () => ({ data: [], has_more: true, total: 1e9 })],
		['rows without an ID', () => ({ data: [{ prompt: 'a' }, { prompt: 'b' }], has_more: true })],
	])('should end when the API responds with %s', async (_case, respond) => {
		let calls = 0;
		const rows = [createRow(generationTypes.music, 2), createRow(generationTypes.music, 1)];
		const api = createFakeApi({
			call: () => {
				if (++calls > 10) throw new Error('reading does not end');
				return respond(rows);
			},
		});
		const read = await listGenerations(api, generationTypes.music, { verbPhrase: 'list' });
		expect(read.length).toBeLessThanOrEqual(2);
	});

	it('should stop when shouldStop returns true', async () => {
		const list = FakeList.of(generationTypes.video, 200);
		await list.read({
			shouldStop: (rows) =>
				rows.some((generation) => generation.video_id === list.rows[50]?.video_id),
		});
		expect(list.requests).toHaveLength(2);
	});

	it('should request the list of the account below the path of its type', async () => {
		const list = FakeList.of(generationTypes.speech, 1);
		await list.read({ account: 'a@example.com' });
		expect(list.requests[0]).toMatchObject({
			method: 'GET',
			path: 'speech',
			query: { email: 'a@example.com', offset: 0 },
		});
	});

	it('should request pages no larger than the limit', async () => {
		const list = FakeList.of(generationTypes.video, 200);
		await list.read({ limit: 5 });
		expect(list.requests.map(({ query }) => query?.limit)).toEqual([5]);
	});
});

describe('A response that is not a list', () => {
	it.each([
		['a web page', '<html>Sign in</html>'],
		['nothing', undefined],
		['null', null],
		['a bare list', [{ video_id: 'x' }]],
		['an object without rows', { items: [] }],
		['rows that are not objects', { data: [1, null] }],
	])('should cause an error with the item number: %s', async (_case, body) => {
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
	it('should stop at the maximum with an error that contains the next step', async () => {
		let rowCount = 0;
		const api = createFakeApi({
			call: () => ({
				data: Array.from({ length: 40 }, () => createRow(generationTypes.video, ++rowCount)),
			}),
		});
		const reading = listGenerations(api, generationTypes.video, {
			verbPhrase: 'list the videos',
		});
		await expect(reading).rejects.toMatchObject({
			message: expect.stringContaining("doesn't end after 100000 entries"),
			description: expect.stringContaining('Limit'),
		});
		expect(rowCount).toBe(100_000);
	});
});
