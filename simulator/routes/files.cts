import type { FastifyPluginAsync } from 'fastify';
import { Readable } from 'node:stream';
import { MAX_UPLOAD_BYTES, type UploadedFile } from '../files.cts';
import { createApiError, createBadRequestError } from '../error-responses.cts';
import type { SimulatorState } from '../state.cts';
import { readImageSize } from '../image-size.cts';
import { getQueryText } from './query.cts';

/** POST files: the raw bytes of one file, read as a stream. */
export const fileRoutes =
	(state: SimulatorState): FastifyPluginAsync =>
	async (app) => {
		app.post('/files', { config: { rawBody: true } }, async (request) => {
			const contentType = request.headers['content-type'];
			const account = state.accounts.resolveForRead(getQueryText(request, 'email'));
			state.files.parseContentType(contentType);
			if (
				request.headers['content-length'] === undefined &&
				state.faults.switches.uploadLengthRequired
			) {
				throw createApiError(411, 'Length Required');
			}
			if (Number(request.headers['content-length'] ?? 0) > MAX_UPLOAD_BYTES) {
				throw createBadRequestError('The file is larger than 5 GB', true);
			}
			const body = request.body instanceof Readable ? request.body : Readable.from([]);
			const rejected = state.faults.take(['rejectedUpload'], {
				host: 'api',
				method: 'POST',
				path: request.entry.path,
			});
			const file = await state.files.receive(body, contentType, account.email);
			request.entry.body = {
				bytes: file.size,
				sha256: file.sha256,
				contentType: file.contentType,
				path: file.path,
			};
			const url = state.getUploadUrl(file.path);
			const problem = rejected
				? (rejected.message ?? 'The image is not usable')
				: findImageProblem(state, file);
			// Two shapes: images in a list, video and audio at the top level.
			if (file.kind !== 'image') return { path: file.path, url };
			return {
				result: [
					{
						id: file.number,
						path: problem === '' ? file.path : '',
						url: problem === '' ? url : '',
						size: file.size,
						name: file.path.slice('upload/'.length),
						category: 0,
						err_msg: problem,
					},
				],
			};
		});
	};

/** Returns why an image is rejected, or an empty string. */
function findImageProblem(state: SimulatorState, { kind, bytes }: UploadedFile): string {
	const { maxImagePx } = state.faults.switches;
	if (kind !== 'image' || !bytes || maxImagePx === null) return '';
	const { width, height } = readImageSize(bytes) ?? { width: 0, height: 0 };
	return Math.max(width, height) > maxImagePx
		? `The image is larger than ${maxImagePx} × ${maxImagePx} pixels`
		: '';
}
