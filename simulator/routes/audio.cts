import type { FastifyPluginAsync } from 'fastify';
import type { JobKind } from '../ids.cts';
import { createBadRequestError, createApiError } from '../error-responses.cts';
import { DEFAULT_SPEECH_MODEL, SPEECH_MODELS } from '../seeds/speech-models.cts';
import { SPEECH_VOICES } from '../seeds/speech-voices.cts';
import { serializeJob } from '../serializers/job.cts';
import type { SimulatorState } from '../state.cts';
import { getRequestedJob } from './jobs-by-id.cts';
import { slicePage } from './pages.cts';
import { getPage, getQueryText } from './query.cts';
import { formatUndocumentedList } from './undocumented-list.cts';

/** Lists and reads music and speech. Neither can be deleted. */
export const audioRoutes =
	(state: SimulatorState): FastifyPluginAsync =>
	async (app) => {
		const lists: ReadonlyArray<readonly ['music' | 'speech', readonly JobKind[], string]> = [
			// The music list includes speech.
			['music', ['music', 'speech'], 'Music'],
			['speech', ['speech'], 'Speech'],
		];
		for (const [path, kinds, name] of lists) {
			app.get(`/${path}`, async (request) => {
				const { limit, offset } = getPage(request, 50);
				const account = state.accounts.resolveForRead(getQueryText(request, 'email'));
				const all = state.jobs.list(account.email, kinds);
				const hidden = state.faults.switches.hiddenRows[path];
				const { rows, ...paging } = slicePage(all, { limit, offset, hidden });
				return { data: rows.map((job) => serializeJob(state, job)), ...paging };
			});
			app.get(`/${path}/:id`, async (request) => {
				const createError = (id: string) => createApiError(404, `${name} ${id} not found`, false);
				return serializeJob(state, getRequestedJob(state, request, [path as JobKind], createError));
			});
		}

		app.get('/speech/models', async (request) => {
			state.accounts.resolveForRead(getQueryText(request, 'email'));
			return {
				default_model: DEFAULT_SPEECH_MODEL,
				provider_groups: (['minimax', 'elevenlabs'] as const).map((provider) => ({
					provider,
					models: SPEECH_MODELS.filter((model) => model.provider === provider),
				})),
			};
		});

		app.get('/speech/voices', async (request) => {
			state.accounts.resolveForRead(getQueryText(request, 'email'));
			const name = getQueryText(request, 'model') ?? DEFAULT_SPEECH_MODEL;
			const model = SPEECH_MODELS.find((candidate) => candidate.model === name);
			if (!model) {
				throw createBadRequestError(`Parameter model: ${name} is not a known model`, true);
			}
			const language = getQueryText(request, 'language') ?? 'auto';
			const voices = SPEECH_VOICES.filter(
				(voice) =>
					voice.provider === model.provider &&
					(language === 'auto' || ['auto', language].includes(voice.language_code)),
			);
			return formatUndocumentedList(
				state,
				voices.map(({ row }) => row),
			);
		});
	};
