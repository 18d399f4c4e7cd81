import { parseGenerationId } from '../../../../nodes/shared/api/generationId';
import { generationTypes } from '../../../../nodes/shared/api/generationTypes';
import { StatusReader } from '../../../../nodes/shared/jobs/poll/statusReader';
import type { Job } from '../../../../nodes/shared/jobs/types';
import { createFakeApi, createResponse } from '../../fake-api.cts';

const idOf = (number: number) => `user:1-pixverse:studio@example.com-video:${number}`;

function createJob(number: number): Job {
	const id = parseGenerationId(idOf(number));
	if (!id) throw new Error('no ID');
	return {
		itemIndex: 0,
		generationType: generationTypes.video,
		id,
		jobOptions: { simplify: true, waitMode: 'poll', timeoutMs: 0, onTimeout: 'fail' },
		request: {},
		createdByThisRun: true,
		deadline: Infinity,
	};
}

/** An account whose list has the videos 1 to `newest`, all running. */
class FakeAccount {
	readonly requests: string[] = [];
	/** Videos that the list doesn't have. */
	readonly unlisted = new Set<number>();
	readonly reader = new StatusReader(
		createFakeApi({
			call: ({ query }) => {
				const { limit, offset } = query as { limit: number; offset: number };
				this.requests.push(`${limit} from ${offset}`);
				const numbers = Array.from({ length: this.newest }, (_none, index) => this.newest - index);
				const rows = numbers
					.filter((number) => !this.unlisted.has(number))
					.map((number) => ({ video_id: idOf(number), video_status: 10 }));
				return { data: rows.slice(offset, offset + limit) };
			},
			send: ({ path }) => {
				this.requests.push(path);
				return createResponse(404);
			},
		}),
	);

	constructor(public newest: number) {}

	/** @returns the requests of the read */
	async read(...numbers: number[]): Promise<string[]> {
		this.requests.length = 0;
		const reads = await this.reader.read(numbers.map(createJob));
		expect([...reads.values()].map(({ phase }) => phase)).toEqual(numbers.map(() => 'running'));
		return [...this.requests];
	}
}

describe('Reading the status of several jobs', () => {
	it('should request a whole page at first, then as many rows as its jobs need', async () => {
		const account = new FakeAccount(100);
		expect(await account.read(100, 99, 98, 97)).toEqual(['40 from 0']);
		expect(await account.read(100, 99, 98, 97)).toEqual(['8 from 0']);
		// Two of them have ended, and two others were created.
		account.newest = 102;
		expect(await account.read(102, 101, 98, 97)).toEqual(['8 from 0']);
		expect(await account.read(102, 101, 98, 97)).toEqual(['10 from 0']);
	});

	it('should request further rows after more jobs of others than expected, and more at once after that', async () => {
		const account = new FakeAccount(100);
		await account.read(100, 99, 98);
		account.newest = 110;
		expect(await account.read(100, 99, 98)).toEqual(['6 from 0', '6 from 6', '6 from 12']);
		expect(await account.read(100, 99, 98)).toEqual(['16 from 0']);
	});

	it('should never request more than the page of the API', async () => {
		const account = new FakeAccount(150);
		expect(await account.read(150, 149, 100)).toEqual(['40 from 0', '40 from 40']);
		expect(await account.read(150, 149, 100)).toEqual(['40 from 0', '40 from 40']);
	});

	it('should read a job alone that the list does not have, and a whole page the next time', async () => {
		const account = new FakeAccount(100);
		await account.read(100, 99, 98);
		account.unlisted.add(98);
		const requests = await account.read(100, 99, 98);
		expect(requests.at(-1)).toBe(`videos/${idOf(98)}`);
		expect(await account.read(100, 99, 97)).toEqual(['40 from 0']);
	});
});
