import type { IDataObject } from 'n8n-workflow';
import type { GenerationRequest } from '../types';
import { MediaInput } from './mediaInput';
import type { Uploader } from './uploader';

/** Builds the body that is sent: files are uploaded and replaced by their paths, undefined values are left out. */
export async function buildRequestBody(
	{ body }: GenerationRequest,
	uploader: Uploader,
): Promise<IDataObject> {
	const account = body.email as string | undefined;
	const entries = await Promise.all(
		Object.entries(body)
			.filter(([, value]) => value !== undefined)
			.map(async ([name, value]) => [
				name,
				value instanceof MediaInput ? await uploader.resolvePath(value, account) : value,
			]),
	);
	return Object.fromEntries(entries) as IDataObject;
}
