import fc from 'fast-check';
import { generationTypes } from '../../../../nodes/shared/api/generationTypes';
import {
	isCandidate,
	matchJobs,
	type UnownedJob,
} from '../../../../nodes/shared/jobs/submit/matchJobs';
import type { OpenCreate } from '../../../../nodes/shared/jobs/submit/openCreates';

const account = 'studio@example.com';
const lost = (more: Partial<OpenCreate> = {}): OpenCreate => ({
	reference: 'reference',
	generationType: generationTypes.video,
	count: 1,
	request: { prompt: 'a lighthouse', model: 'v6', replyRef: 'reference' },
	sentAt: 100_000,
	lostAt: 101_000,
	...more,
});
const job = (
	row: Record<string, unknown> = {},
	more: Partial<Omit<UnownedJob, 'row'>> = {},
	number = 7,
): UnownedJob => ({
	row: {
		video_id: `user:1-pixverse:${account}-video:${number}`,
		prompt: 'a lighthouse',
		model: 'v6',
		quality: '720p',
		duration: 5,
		...row,
	},
	createdAt: 100_500,
	uncertainty: 600,
	...more,
});

describe('matchJobs', () => {
	it('should take the only job with the same settings from the time of the create', () => {
		const same = job();
		expect(matchJobs(lost(), [same, job({ prompt: 'a pier' }, {}, 8)], [lost()])).toEqual([same]);
	});

	it.each<[string, Record<string, unknown>, Record<string, unknown>]>([
		['prompt', { prompt: 'a pier' }, {}],
		['prompt, though the list shows none', { prompt: '' }, {}],
		['model', { model: 'v5' }, { model: 'v6' }],
		['quality', { quality: '720p' }, { quality: '1080p' }],
		['duration', { duration: 5 }, { duration: 8 }],
		['aspect ratio', { aspect_ratio: '16:9' }, { aspect_ratio: '9:16' }],
		['seed', { seed: 1 }, { seed: 2 }],
		['template', { template_id: 315 }, { template_id: 316 }],
		['source', { original_video_id: 'user:1-video:4' }, { video_id: 'user:1-video:5' }],
		['image', { customer_paths: { customer_paths: ['a.png'] } }, { first_frame_path: 'b.png' }],
		['image, where the job has none', { customer_paths: null }, { first_frame_path: 'b.png' }],
		['image, where the request has none', { customer_paths: { customer_paths: ['a.png'] } }, {}],
	])('should not take a job with another %s', (_field, row, request) => {
		const create = lost({ request: { prompt: 'a lighthouse', ...request } });
		expect(matchJobs(create, [job(row)], [])).toEqual([]);
		expect(isCandidate(create, job(row))).toBe(false);
	});

	it.each<[string, Record<string, unknown>, Record<string, unknown>]>([
		['a number as text', { duration: '5' }, { duration: 5 }],
		[
			'the source by its number',
			{ original_video_id: 4 },
			{ video_id: 'user:1-pixverse:a@b-video:4' },
		],
		['the text as prompt', { prompt: 'hello' }, { prompt: undefined, text: 'hello ' }],
		[
			'images within URLs',
			{ customer_paths: { url: 'https://x/a.png' } },
			{ frame_1_path: 'a.png' },
		],
		['nothing of a setting', { seed: 0, aspect_ratio: '' }, { seed: 3, aspect_ratio: '16:9' }],
	])('should take a job that shows %s', (_what, row, request) => {
		const create = lost({ request: { prompt: 'a lighthouse', ...request } });
		expect(matchJobs(create, [job(row)], [])).toHaveLength(1);
	});

	it('should not take a job that shows nothing of what was sent', () => {
		const create = lost({ request: { audio_path: 'a.mp3' } });
		expect(matchJobs(create, [job()], [])).toEqual([]);
		expect(isCandidate(create, job())).toBe(true);
	});

	it.each([
		['before the create was sent', 93_000],
		['after its response was lost', 107_000],
	])('should not take a job that was created %s', (_when, createdAt) => {
		expect(matchJobs(lost(), [job({}, { createdAt })], [])).toEqual([]);
		// The clocks of the API and of n8n may be apart.
		expect(matchJobs(lost(), [job({}, { createdAt, uncertainty: 60_000 })], [])).toHaveLength(1);
	});

	it('should not take a job of another account than that of the create', () => {
		expect(matchJobs(lost({ account: 'other@example.com' }), [job()], [])).toEqual([]);
		expect(matchJobs(lost({ account }), [job()], [])).toHaveLength(1);
	});

	it('should take none of two jobs, and no job that two creates may have made', () => {
		expect(matchJobs(lost(), [job(), job({}, {}, 8)], [])).toEqual([]);
		expect(matchJobs(lost(), [job()], [lost(), lost({ reference: 'other' })])).toEqual([]);
		expect(
			matchJobs(lost(), [job()], [lost({ reference: 'other', sentAt: 200_000 })]),
		).toHaveLength(1);
	});

	it('should take all images of a create or none', () => {
		const create = lost({ count: 2 });
		expect(matchJobs(create, [job()], [])).toEqual([]);
		expect(matchJobs(create, [job(), job({}, {}, 8)], [])).toHaveLength(2);
		expect(matchJobs(create, [job(), job({}, {}, 8), job({}, {}, 9)], [])).toEqual([]);
	});

	it('should take no job for a create that another process sent', () => {
		expect(matchJobs(lost({ sentAt: undefined }), [job()], [])).toEqual([]);
	});
});

interface World {
	creates: OpenCreate[];
	jobs: UnownedJob[];
	/** Reference of the create that made the job, by ID; undefined for jobs of others. */
	makers: Map<string, string | undefined>;
}

const idOf = ({ row }: UnownedJob) => String(row.video_id);

/** Creates of one account, some of which made their jobs, and jobs of others. Few prompts and times: they coincide. */
const worlds: fc.Arbitrary<World> = fc
	.record({
		creates: fc.array(
			fc.record({
				prompt: fc.integer({ min: 0, max: 5 }),
				sentAt: fc.integer({ min: 0, max: 60_000 }),
				took: fc.integer({ min: 0, max: 20_000 }),
				isPending: fc.boolean(),
				moment: fc.double({ min: 0, max: 1, noNaN: true }),
				made: fc.boolean(),
			}),
			{ maxLength: 8 },
		),
		foreign: fc.array(
			fc.record({
				prompt: fc.integer({ min: 0, max: 5 }),
				createdAt: fc.integer({ min: 0, max: 80_000 }),
			}),
			{ maxLength: 4 },
		),
		skew: fc.integer({ min: -1000, max: 1000 }),
	})
	.map(({ creates, foreign, skew }) => {
		const makers = new Map<string, string | undefined>();
		const jobs: UnownedJob[] = [];
		const add = (prompt: number, createdAt: number, maker?: string) => {
			const made = job(
				{ prompt: `${prompt}` },
				{ createdAt: createdAt + skew, uncertainty: 1000 },
				jobs.length,
			);
			makers.set(idOf(made), maker);
			jobs.push(made);
		};
		const open = creates.map(({ prompt, sentAt, took, isPending, moment, made }, index) => {
			const reference = `create ${index}`;
			if (made) add(prompt, sentAt + moment * took, reference);
			const lostAt = isPending ? undefined : sentAt + took;
			return lost({ reference, request: { prompt: `${prompt}` }, sentAt, lostAt });
		});
		for (const { prompt, createdAt } of foreign) add(prompt, createdAt);
		return { creates: open, jobs, makers };
	});

const matchAll = ({ creates, jobs }: World) =>
	new Map(creates.map((create) => [create.reference, matchJobs(create, jobs, creates).map(idOf)]));

describe('matchJobs, in any world', () => {
	it('should take no job that another known create made, and no job twice', () => {
		fc.assert(
			fc.property(worlds, (world) => {
				const taken = [...matchAll(world)].flatMap(([reference, ids]) =>
					ids.map((id) => ({ reference, id })),
				);
				expect(new Set(taken.map(({ id }) => id)).size).toBe(taken.length);
				for (const { reference, id } of taken)
					expect([undefined, reference]).toContain(world.makers.get(id));
			}),
			{ numRuns: 500 },
		);
	});

	it('should take the job of every create whose settings no other create and no other job has', () => {
		fc.assert(
			fc.property(worlds, (world) => {
				const matches = matchAll(world);
				for (const { reference, request } of world.creates) {
					const isSame = (other: unknown) => other === request.prompt;
					const own = world.jobs.filter(({ row }) => isSame(row.prompt));
					const rivals = world.creates.filter((other) => isSame(other.request.prompt));
					if (rivals.length > 1 || own.length !== 1) continue;
					if (world.makers.get(idOf(own[0] as UnownedJob)) !== reference) continue;
					expect(matches.get(reference)).toEqual(own.map(idOf));
				}
			}),
			{ numRuns: 500 },
		);
	});

	it('should not depend on the order of jobs and creates', () => {
		fc.assert(
			fc.property(worlds, (world) => {
				const reversed = {
					...world,
					creates: [...world.creates].reverse(),
					jobs: [...world.jobs].reverse(),
				};
				const matches = matchAll(reversed);
				for (const [reference, ids] of matchAll(world)) expect(matches.get(reference)).toEqual(ids);
			}),
			{ numRuns: 200 },
		);
	});
});
