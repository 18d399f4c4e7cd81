import type { FastifyPluginAsync } from 'fastify';
import type { JobKind } from '../ids.cts';
import { createBadRequestError, createApiError } from '../error-responses.cts';
import { SPEECH_MODELS } from '../seeds/speech-models.cts';
import { SPEECH_VOICES } from '../seeds/speech-voices.cts';
import { serializeJob } from '../serializers/job.cts';
import type { SimulatorState } from '../state.cts';
import { getRequestedJob } from './jobs-by-id.cts';
import { getPage, getQueryText } from './query.cts';
import { formatUndocumentedList } from './undocumented-list.cts';

/** Lists and reads music and speech. Neither can be deleted. */
export const audioRoutes =
	(state: SimulatorState): FastifyPluginAsync =>
	async (app) => {
		const lists: ReadonlyArray<readonly [string, readonly JobKind[], string]> = [
			// The music list includes speech.
			['music', ['music', 'speech'], 'Music'],
			['speech', ['speech'], 'Speech'],
		];
		for (const [path, kinds, name] of lists) {
			app.get(`/${path}`, async (request) => {
				const { limit, offset } = getPage(request, 50);
				const account = state.accounts.resolveForRead(getQueryText(request, 'email'));
				const all = state.jobs.list(account.email, kinds);
				return {
					data: all.slice(offset, offset + limit).map((job) => serializeJob(state, job)),
					next_offset: offset + limit,
					has_more: offset + limit < all.length,
				};
			});
			app.get(`/${path}/:id`, async (request) => {
				const absent = (id: string) => createApiError(404, `${name} ${id} not found`, false);
				return serializeJob(state, getRequestedJob(state, request, [path as JobKind], absent));
			});
		}

		app.get('/speech/models', async (request) => {
			state.accounts.resolveForRead(getQueryText(request, 'email'));
			return {
				default_model: 'speech-2.8-hd',
				provider_groups: (['minimax', 'elevenlabs'] as const).map((provider) => ({
					provider,
					models: SPEECH_MODELS.filter((model) => model.provider === provider),
				})),
			};
		});

		app.get('/speech/voices', async (request) => {
			state.accounts.resolveForRead(getQueryText(request, 'email'));
			const name = getQueryText(request, 'model');
			const model = SPEECH_MODELS.find((candidate) => candidate.model === name);
			if (name !== undefined && !model) {
				throw createBadRequestError(`Parameter model: ${name} is not a known model`, true);
			}
			const language = getQueryText(request, 'language');
			const voices = SPEECH_VOICES.filter(
				(voice) =>
					(model === undefined || voice.provider === model.provider) &&
					(language === undefined || ['auto', language].includes(voice.language_code)),
			);
			return formatUndocumentedList(state, voices);
		});
	};
