import type { FastifyPluginAsync } from 'fastify';
import { Readable } from 'node:stream';
import { LARGEST_UPLOAD } from '../files.cts';
import { badRequest } from '../error-responses.cts';
import type { World } from '../state.cts';
import { text } from './query.cts';

/** POST files: the raw bytes of one file, read as a stream. */
export const fileRoutes =
	(world: World): FastifyPluginAsync =>
	async (app) => {
		app.post('/files', { config: { rawBody: true } }, async (request) => {
			const contentType = request.headers['content-type'];
			const account = world.accounts.forInfo(text(request, 'email'));
			world.files.typeOf(contentType);
			if (Number(request.headers['content-length'] ?? 0) > LARGEST_UPLOAD) {
				throw badRequest('The file is larger than 5 GB', true);
			}
			const body = request.body instanceof Readable ? request.body : Readable.from([]);
			const rejected = world.faults.take(['rejectedUpload'], {
				host: 'api',
				method: 'POST',
				path: request.entry.path,
			});
			const file = await world.files.receive(body, contentType, account.email);
			request.entry.body = {
				bytes: file.size,
				sha256: file.sha256,
				contentType: file.contentType,
				path: file.path,
			};
			const url = world.uploadUrl(file.path);
			// Two shapes: images in a list, video and audio at the top.
			if (file.kind !== 'image') return { path: file.path, url };
			return {
				result: [
					{
						id: file.number,
						path: rejected ? '' : file.path,
						url: rejected ? '' : url,
						size: file.size,
						name: file.path.slice('upload/'.length),
						category: 0,
						err_msg: rejected ? (rejected.message ?? 'The image is not usable') : '',
					},
				],
			};
		});
	};
