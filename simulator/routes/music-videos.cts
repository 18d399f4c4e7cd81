import type { FastifyPluginAsync } from 'fastify';
import { createBadRequestError } from '../error-responses.cts';
import { MUSIC_VIDEO_LIBRARY, type LibraryType } from '../seeds/music-video-library.cts';
import { serializeMusicVideo, serializeMusicVideoRow } from '../serializers/music-video.cts';
import type { SimulatorState } from '../state.cts';
import { createNotFoundError, getRequestedJob } from './jobs-by-id.cts';
import { slicePage } from './pages.cts';
import { getPage, getQueryText } from './query.cts';

const MAX_LIMIT = 40;
const TYPES = Object.keys(MUSIC_VIDEO_LIBRARY) as LibraryType[];

/** Lists and reads music videos, and the library of songs, characters, and styles. */
export const musicVideoRoutes =
	(state: SimulatorState): FastifyPluginAsync =>
	async (app) => {
		app.get('/music-video', async (request) => {
			const { limit, offset } = getPage(request, 20);
			if (limit > MAX_LIMIT) {
				throw createBadRequestError(`Parameter limit must be 1 to ${MAX_LIMIT}`, true);
			}
			const account = state.accounts.resolveForRead(getQueryText(request, 'email'));
			const all = state.jobs
				.list(account.email, ['video'])
				.filter(({ parameters }) => parameters.musicVideo);
			const { rows, ...paging } = slicePage(all, {
				limit,
				offset,
				hidden: state.faults.switches.hiddenRows.musicVideos,
			});
			return { data: rows.map((job) => serializeMusicVideoRow(state, job)), ...paging };
		});

		app.get('/music-video/library', async (request) => {
			state.accounts.resolveForRead(getQueryText(request, 'email'));
			const type = getQueryText(request, 'type');
			if (type !== undefined && !TYPES.some((each) => each === type)) {
				throw createBadRequestError(`Parameter type must be one of ${TYPES.join(', ')}`, true);
			}
			return Object.fromEntries(
				TYPES.filter((each) => type === undefined || each === type).map((each) => [
					each,
					MUSIC_VIDEO_LIBRARY[each].map((row) => ({
						...row,
						url: `${state.mediaUrl}/${'audio_path' in row ? row.audio_path : row.image_path}`,
					})),
				]),
			);
		});

		app.get('/music-video/:id', async (request) => {
			const job = getRequestedJob(state, request, ['video'], createNotFoundError);
			if (!job.parameters.musicVideo) throw createNotFoundError(job.id);
			return serializeMusicVideo(state, job);
		});
	};
