import type { FastifyPluginAsync } from 'fastify';
import type { JobKind } from '../ids.cts';
import { badRequest, problem } from '../error-responses.cts';
import { SPEECH_MODELS } from '../seeds/speech-models.cts';
import { SPEECH_VOICES } from '../seeds/speech-voices.cts';
import { jobObject } from '../serializers/job.cts';
import type { World } from '../state.cts';
import { jobFrom } from './jobs-by-id.cts';
import { page, text } from './query.cts';
import { unknownList } from './unknown-list.cts';

/** Music and speech by list and by id. There is no DELETE for either. */
export const audioRoutes =
	(world: World): FastifyPluginAsync =>
	async (app) => {
		const lists: ReadonlyArray<readonly [string, readonly JobKind[], string]> = [
			// The music list has every sound, speech included.
			['music', ['music', 'speech'], 'Music'],
			['speech', ['speech'], 'Speech'],
		];
		for (const [path, kinds, name] of lists) {
			app.get(`/${path}`, async (request) => {
				const { limit, offset } = page(request, 50);
				const account = world.accounts.forInfo(text(request, 'email'));
				const all = world.jobs.list(account.email, kinds);
				return {
					data: all.slice(offset, offset + limit).map((job) => jobObject(world, job)),
					next_offset: offset + limit,
					has_more: offset + limit < all.length,
				};
			});
			app.get(`/${path}/:id`, async (request) => {
				const absent = (id: string) => problem(404, `${name} ${id} not found`, false);
				return jobObject(world, jobFrom(world, request, [path as JobKind], absent));
			});
		}

		app.get('/speech/models', async (request) => {
			world.accounts.forInfo(text(request, 'email'));
			return {
				default_model: 'speech-2.8-hd',
				provider_groups: (['minimax', 'elevenlabs'] as const).map((provider) => ({
					provider,
					models: SPEECH_MODELS.filter((model) => model.provider === provider),
				})),
			};
		});

		app.get('/speech/voices', async (request) => {
			world.accounts.forInfo(text(request, 'email'));
			const name = text(request, 'model');
			const model = SPEECH_MODELS.find((candidate) => candidate.model === name);
			if (name !== undefined && !model) {
				throw badRequest(`Parameter model: ${name} is not a known model`, true);
			}
			const language = text(request, 'language');
			const voices = SPEECH_VOICES.filter(
				(voice) =>
					(model === undefined || voice.provider === model.provider) &&
					(language === undefined || ['auto', language].includes(voice.language_code)),
			);
			return unknownList(world, voices);
		});
	};
