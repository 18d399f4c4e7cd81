import type { ApiRequest } from '../../../../nodes/shared/api/client';
import { generationTypes } from '../../../../nodes/shared/api/generationTypes';
import { JobLookup } from '../../../../nodes/shared/jobs/submit/jobLookup';
import { createFakeApi } from '../../fake-api.cts';
import { FakeClock } from '../../fake-clock.cts';

export const account = 'studio@example.com';
export const other = 'archive@example.com';
export const videoId = (number: number, email = account) =>
	`user:1-pixverse:${email}-video:${number}`;
const { video } = generationTypes;

export type Row = Record<string, unknown>;
export const createRow = (number: number, more: Row = {}): Row => ({
	video_id: videoId(number),
	created_at: new Date(number * 1000).toISOString(),
	...more,
});

interface ApiRows {
	scheduler?: Row[] | Error;
	accounts?: Record<string, Row> | Error;
	/** The rows of the list of videos by account. A page with an error can't be read. */
	videos?: Record<string, Array<Row | Error> | Error>;
	musicVideos?: Row[];
}

/** Creates a lookup in an API with the given rows. Its clock starts at 0. */
export function createLookup(apiRows: ApiRows, options = {}) {
	const requests: ApiRequest[] = [];
	const clock = new FakeClock();
	const orThrow = <T,>(result: T | Error): T => {
		if (result instanceof Error) throw result;
		return result;
	};
	const api = createFakeApi({
		call: (request) => {
			requests.push(request);
			const { path, query: { email, offset = 0, limit = 40 } = {} } = request;
			if (path === 'scheduler/') return orThrow(apiRows.scheduler ?? []);
			const isMusicVideo = path === 'music-video';
			const rows = isMusicVideo ? apiRows.musicVideos : apiRows.videos?.[String(email)];
			const page = orThrow(rows ?? []).slice(Number(offset), Number(offset) + Number(limit));
			return { data: page.map(orThrow) };
		},
		send: () => ({
			kind: 'response',
			status: 200,
			ok: true,
			headers: {},
			body: orThrow(apiRows.accounts ?? { [account]: {} }),
		}),
	});
	api.toClockTime = (time: unknown) => {
		const createdAt = Date.parse(String(time));
		return Number.isNaN(createdAt) ? undefined : { createdAt, uncertainty: 1000 };
	};
	const lookup = new JobLookup(api, clock, {
		maxRows: 80,
		cacheTtlMs: 1000,
		noRetry: true,
		...options,
	});
	const find = async (count = 1, lists?: object, more = {}) => {
		const result = await lookup.findByReference((reference) => reference === 'mine', {
			count,
			...(lists && { lists: { generationType: video, account, ...lists } }),
			...more,
		});
		return { ...result, ids: result.ids.map(({ raw }) => raw) };
	};
	return { clock, find, requests, lookup, apiRows };
}
