import type { Readable } from 'node:stream';
import { createBadRequestError } from './error-responses.cts';
import { parseFormValues, type Fields } from './rules/fields.cts';

/** Create and account calls carry only text. */
const MAX_BODY_BYTES = 10 * 1024 * 1024;

/** Parses a POST body (JSON or multipart/form-data) into fields. An empty body has no fields. */
export async function readFields(
	body: Readable | undefined,
	contentType: string | undefined,
): Promise<Fields> {
	if (!body) return {};
	const bytes = await collectBytes(body);
	if (bytes.length === 0) return {};
	const type = contentType?.split(';', 1)[0]?.trim().toLowerCase();
	if (type === 'multipart/form-data') return parseFormValues(await readForm(bytes, contentType!));
	if (type === 'application/json') return readJson(bytes);
	throw createBadRequestError('Content-Type must be application/json or multipart/form-data', true);
}

function readJson(bytes: Buffer): Fields {
	let value: unknown;
	try {
		value = JSON.parse(bytes.toString('utf8'));
	} catch {
		throw createBadRequestError('The body is not valid JSON', true);
	}
	if (typeof value !== 'object' || value === null || Array.isArray(value)) {
		throw createBadRequestError('The body must be a JSON object', true);
	}
	return value as Fields;
}

async function readForm(bytes: Buffer, contentType: string): Promise<Record<string, string>> {
	const fields: Record<string, string> = {};
	let form: Awaited<ReturnType<Response['formData']>>;
	try {
		form = await new Response(bytes, { headers: { 'content-type': contentType } }).formData();
	} catch {
		throw createBadRequestError('The body is not valid multipart/form-data', true);
	}
	for (const [name, value] of form.entries()) {
		// Inputs are paths of uploads, never file content.
		if (typeof value !== 'string') throw createBadRequestError(`Parameter ${name} must be text`);
		fields[name] = value;
	}
	return fields;
}

async function collectBytes(body: Readable): Promise<Buffer> {
	const chunks: Buffer[] = [];
	let size = 0;
	for await (const chunk of body) {
		size += (chunk as Buffer).length;
		if (size > MAX_BODY_BYTES) throw createBadRequestError('The body is too large', true);
		chunks.push(chunk as Buffer);
	}
	return Buffer.concat(chunks);
}
