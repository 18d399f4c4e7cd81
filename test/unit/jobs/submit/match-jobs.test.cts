import fc from 'fast-check';
import { generationTypes } from '../../../../nodes/shared/api/generationTypes';
import {
	isCandidate,
	matchJobs,
	type UnownedJob,
} from '../../../../nodes/shared/jobs/submit/matchJobs';
import type { OpenCreate } from '../../../../nodes/shared/jobs/submit/openCreates';

const account = 'studio@example.com';
const createLost = (more: Partial<OpenCreate> = {}): OpenCreate => ({
	reference: 'reference',
	generationType: generationTypes.video,
	count: 1,
	request: { prompt: 'a lighthouse', model: 'v6', replyRef: 'reference' },
	sentAt: 100_000,
	lostAt: 101_000,
	...more,
});
const createJob = (
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
	it('should match the only job with the same settings that was created at that time', () => {
		const same = createJob();
		expect(
			matchJobs(createLost(), [same, createJob({ prompt: 'a pier' }, {}, 8)], [createLost()]),
		).toEqual([same]);
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
		[
			'last frame',
			{ customer_paths: { customer_paths: ['a.png'] } },
			{ first_frame_path: 'a.png', last_frame_path: 'b.png' },
		],
		['reference image', { customer_img_paths: ['a.png'] }, { image_path_1: 'b.png' }],
	])('should not match a job with another %s', (_field, row, request) => {
		const create = createLost({ request: { prompt: 'a lighthouse', ...request } });
		expect(matchJobs(create, [createJob(row)], [])).toEqual([]);
		expect(isCandidate(create, createJob(row))).toBe(false);
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
		['spaces around the prompt', { prompt: ' a lighthouse\n' }, {}],
		[
			'other values of fields that are no settings',
			{ email: 'a@b.co', maxJobs: 1, replyUrl: 'a', replyRef: 'a', create_count: 4, quote: true },
			{ email: account, maxJobs: 8, replyUrl: 'b', replyRef: 'b', create_count: 1, quote: false },
		],
		['no value of a setting', { seed: 0, aspect_ratio: '' }, { seed: 3, aspect_ratio: '16:9' }],
	])('should match a job that has %s', (_what, row, request) => {
		const create = createLost({ request: { prompt: 'a lighthouse', ...request } });
		expect(matchJobs(create, [createJob(row)], [])).toHaveLength(1);
	});

	it('should not match a job that has none of the sent fields', () => {
		const create = createLost({ request: { audio_path: 'a.mp3' } });
		expect(matchJobs(create, [createJob()], [])).toEqual([]);
		expect(isCandidate(create, createJob())).toBe(true);
		expect(
			matchJobs(createLost({ request: { replyRef: 'reference' } }), [createJob()], []),
		).toEqual([]);
	});

	it.each([
		['before the create was sent', 93_000],
		['after its response was lost', 107_000],
	])('should not match a job that was created %s', (_when, createdAt) => {
		expect(matchJobs(createLost(), [createJob({}, { createdAt })], [])).toEqual([]);
		// The clocks of the API and n8n may differ.
		expect(
			matchJobs(createLost(), [createJob({}, { createdAt, uncertainty: 60_000 })], []),
		).toHaveLength(1);
	});

	it('should not match a job of another account', () => {
		expect(matchJobs(createLost({ account: 'other@example.com' }), [createJob()], [])).toEqual([]);
		expect(matchJobs(createLost({ account }), [createJob()], [])).toHaveLength(1);
	});

	it('should match none of two similar jobs, and no job that two creates may have created', () => {
		expect(matchJobs(createLost(), [createJob(), createJob({}, {}, 8)], [])).toEqual([]);
		expect(
			matchJobs(createLost(), [createJob()], [createLost(), createLost({ reference: 'other' })]),
		).toEqual([]);
		expect(
			matchJobs(createLost(), [createJob()], [createLost({ reference: 'other', sentAt: 200_000 })]),
		).toHaveLength(1);
	});

	it('should match all images of a create or none', () => {
		const create = createLost({ count: 2 });
		expect(matchJobs(create, [createJob()], [])).toEqual([]);
		expect(matchJobs(create, [createJob(), createJob({}, {}, 8)], [])).toHaveLength(2);
		expect(
			matchJobs(create, [createJob(), createJob({}, {}, 8), createJob({}, {}, 9)], []),
		).toEqual([]);
	});

	it('should match none of several images if another create may have created one of them', () => {
		const create = createLost({ count: 2, lostAt: 300_000 });
		const jobs = [createJob(), createJob({}, { createdAt: 200_500 }, 8)];
		expect(matchJobs(create, jobs, [create])).toEqual(jobs);
		const other = createLost({ reference: 'other', sentAt: 200_000, lostAt: 201_000 });
		expect(matchJobs(create, jobs, [create, other])).toEqual([]);
	});

	it('should match no job with a create that another process sent', () => {
		expect(matchJobs(createLost({ sentAt: undefined }), [createJob()], [])).toEqual([]);
	});
});

interface Scenario {
	creates: OpenCreate[];
	jobs: UnownedJob[];
	/** The reference of the create of each job, by job ID. It's undefined for jobs of other clients. */
	creators: Map<string, string | undefined>;
}

const getId = ({ row }: UnownedJob) => String(row.video_id);

/** Creates on one account, some of which created jobs, and jobs of other clients. With few prompts and times, many are alike. */
const anyScenario: fc.Arbitrary<Scenario> = fc
	.record({
		creates: fc.array(
			fc.record({
				prompt: fc.integer({ min: 0, max: 5 }),
				sentAt: fc.integer({ min: 0, max: 60_000 }),
				durationMs: fc.integer({ min: 0, max: 20_000 }),
				isPending: fc.boolean(),
				moment: fc.double({ min: 0, max: 1, noNaN: true }),
				isCreated: fc.boolean(),
			}),
			{ maxLength: 8 },
		),
		otherJobs: fc.array(
			fc.record({
				prompt: fc.integer({ min: 0, max: 5 }),
				createdAt: fc.integer({ min: 0, max: 80_000 }),
			}),
			{ maxLength: 4 },
		),
		skew: fc.integer({ min: -1000, max: 1000 }),
	})
	.map(({ creates, otherJobs, skew }) => {
		const creators = new Map<string, string | undefined>();
		const jobs: UnownedJob[] = [];
		const add = (prompt: number, createdAt: number, creator?: string) => {
			const created = createJob(
				{ prompt: `${prompt}` },
				{ createdAt: createdAt + skew, uncertainty: 1000 },
				jobs.length,
			);
			creators.set(getId(created), creator);
			jobs.push(created);
		};
		const open = creates.map(
			({ prompt, sentAt, durationMs, isPending, moment, isCreated }, index) => {
				const reference = `create ${index}`;
				if (isCreated) add(prompt, sentAt + moment * durationMs, reference);
				const lostAt = isPending ? undefined : sentAt + durationMs;
				return createLost({ reference, request: { prompt: `${prompt}` }, sentAt, lostAt });
			},
		);
		for (const { prompt, createdAt } of otherJobs) add(prompt, createdAt);
		return { creates: open, jobs, creators };
	});

const matchAll = ({ creates, jobs }: Scenario) =>
	new Map(creates.map((create) => [create.reference, matchJobs(create, jobs, creates).map(getId)]));

describe('matchJobs with random creates and jobs', () => {
	it('should match no job of another known create, and no job twice', () => {
		fc.assert(
			fc.property(anyScenario, (scenario) => {
				const matches = [...matchAll(scenario)].flatMap(([reference, ids]) =>
					ids.map((id) => ({ reference, id })),
				);
				expect(new Set(matches.map(({ id }) => id)).size).toBe(matches.length);
				for (const { reference, id } of matches)
					expect([undefined, reference]).toContain(scenario.creators.get(id));
			}),
			{ numRuns: 500 },
		);
	});

	it('should match the job of every create whose settings are unique', () => {
		fc.assert(
			fc.property(anyScenario, (scenario) => {
				const matches = matchAll(scenario);
				for (const { reference, request } of scenario.creates) {
					const isSame = (other: unknown) => other === request.prompt;
					const sameJobs = scenario.jobs.filter(({ row }) => isSame(row.prompt));
					const sameCreates = scenario.creates.filter((other) => isSame(other.request.prompt));
					if (sameCreates.length > 1 || sameJobs.length !== 1) continue;
					if (scenario.creators.get(getId(sameJobs[0] as UnownedJob)) !== reference) continue;
					expect(matches.get(reference)).toEqual(sameJobs.map(getId));
				}
			}),
			{ numRuns: 500 },
		);
	});

	it('should not depend on the order of jobs and creates', () => {
		fc.assert(
			fc.property(anyScenario, (scenario) => {
				const reversed = {
					...scenario,
					creates: [...scenario.creates].reverse(),
					jobs: [...scenario.jobs].reverse(),
				};
				const matches = matchAll(reversed);
				for (const [reference, ids] of matchAll(scenario))
					expect(matches.get(reference)).toEqual(ids);
			}),
			{ numRuns: 200 },
		);
	});
});
