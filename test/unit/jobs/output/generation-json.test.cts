import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';
import type { ApiGeneration } from '../../../../nodes/shared/api/responseSchemas';
import { generationSchema } from '../../../../nodes/shared/api/responseSchemas';
import { generationTypes } from '../../../../nodes/shared/api/generationTypes';
import { simplifyAccountFeatures } from '../../../../nodes/shared/api/accounts';
import type { FallbackFields } from '../../../../nodes/shared/jobs/output/generationJson';
import {
	renameErrorKey,
	simplifyGeneration,
	toRawJson,
} from '../../../../nodes/shared/jobs/output/generationJson';
import { parseWith } from '../../parse-with.cts';

const ID = 'user:1234-pixverse:studio@example.com-video:987';
const URL = 'https://media.pixverse.ai/987.mp4';
const COMPLETED_VIDEO = {
	video_id: ID,
	video_status: 1,
	video_status_name: 'COMPLETED',
	video_status_final: true,
	url: URL,
	output_width: 1280,
	prompt: 'a lighthouse',
	model: 'v6',
	quality: '720p',
	duration: 5,
	created_at: '2026-11-22T10:00:00Z',
	seed: 7,
};

const fieldName = fc.constantFrom(
	...['error', 'message', 'id', 'video_id', 'url', 'video_status', 'video_status_name', 'prompt'],
	...[
		'image_id',
		'image_url',
		'audio_id',
		'audio_status',
		'credits',
		'duration',
		'created_at',
		'extra',
	],
);
const anyObject = fc.dictionary(
	fieldName,
	fc.oneof(fc.jsonValue(), fc.constantFrom(1, 5, 7, 8, ID, URL, 'x')),
	{
		noNullPrototype: true,
	},
);
const anyGeneration = fc.option(
	anyObject.map((fields) => parseWith(generationSchema, fields)),
	{ nil: undefined },
);
const anyFallback: fc.Arbitrary<FallbackFields> = fc.record(
	{
		id: fc.constant(ID),
		status: fc.constantFrom('SUBMITTED', 'PENDING'),
		credits: fc.nat(),
		request: anyObject.map((fields) => fields as IDataObject),
	},
	{ requiredKeys: [] },
);
const anyType = fc.constantFrom(...Object.values(generationTypes));

const FIELDS = [
	...['id', 'status', 'url', 'credits', 'account', 'model', 'quality', 'duration', 'prompt'],
	'createdAt',
];

describe('Simplified generation', () => {
	it('should contain the fields that most workflows need', () => {
		expect(
			simplifyGeneration(generationTypes.video, COMPLETED_VIDEO as ApiGeneration, { credits: 35 }),
		).toEqual({
			id: ID,
			status: 'COMPLETED',
			url: URL,
			credits: 35,
			account: 'studio@example.com',
			model: 'v6',
			quality: '720p',
			duration: 5,
			prompt: 'a lighthouse',
			createdAt: '2026-11-22T10:00:00Z',
		});
	});

	it('should always have the same ten fields, none of them undefined', () => {
		fc.assert(
			fc.property(anyType, anyGeneration, anyFallback, (type, generation, fallback) => {
				const item = simplifyGeneration(type, generation, fallback);
				expect(Object.keys(item)).toEqual(FIELDS);
				expect(Object.values(item)).not.toContain(undefined);
			}),
		);
	});

	it('should only have a URL once the generation is completed', () => {
		const running = {
			...COMPLETED_VIDEO,
			video_status: 10,
			video_status_name: 'GENERATING',
		} as ApiGeneration;
		expect(simplifyGeneration(generationTypes.video, running).url).toBeNull();
		fc.assert(
			fc.property(anyType, anyGeneration, anyFallback, (type, generation, fallback) => {
				const { status, url } = simplifyGeneration(type, generation, fallback);
				expect(url === null || status === 'COMPLETED').toBe(true);
			}),
		);
	});

	it('should contain the requested values until the API returns the generation', () => {
		const request = { model: 'v5.6', quality: '540p', duration: 8, prompt: 'a harbour' };
		expect(
			simplifyGeneration(generationTypes.video, undefined, {
				id: ID,
				status: 'SUBMITTED',
				request,
			}),
		).toMatchObject({
			...request,
			id: ID,
			status: 'SUBMITTED',
			account: 'studio@example.com',
			url: null,
			createdAt: null,
		});
	});

	it('should prefer the values of the API to those of the request', () => {
		const request = { model: 'v5', quality: '1080p', duration: 10, prompt: 'other' };
		expect(
			simplifyGeneration(generationTypes.video, COMPLETED_VIDEO as ApiGeneration, { request }),
		).toMatchObject({
			model: 'v6',
			quality: '720p',
			duration: 5,
			prompt: 'a lighthouse',
		});
	});

	it('should read every type by its own field names', () => {
		const image = {
			image_id: ID.replace('video', 'image'),
			image_status: 1,
			image_url: 'https://i',
		};
		expect(simplifyGeneration(generationTypes.image, image as ApiGeneration)).toMatchObject({
			id: image.image_id,
			status: 'COMPLETED',
			url: 'https://i',
		});
		const music = {
			audio_id: ID.replace('video', 'music'),
			audio_status: 1,
			url: 'https://a',
			credits: 40,
		};
		expect(simplifyGeneration(generationTypes.music, music as ApiGeneration)).toMatchObject({
			id: music.audio_id,
			status: 'COMPLETED',
			url: 'https://a',
			credits: 40,
		});
	});
});

describe('Full generation', () => {
	it('should contain everything that the API returns, with ID and credits', () => {
		expect(
			toRawJson(generationTypes.video, COMPLETED_VIDEO as ApiGeneration, { credits: 35 }),
		).toEqual({
			id: ID,
			cost_credits: 35,
			...COMPLETED_VIDEO,
		});
	});

	it('should contain the request until the API returns the generation', () => {
		expect(
			toRawJson(generationTypes.video, undefined, {
				id: ID,
				status: 'SUBMITTED',
				request: { model: 'v6' },
			}),
		).toEqual({ id: ID, status: 'SUBMITTED', model: 'v6' });
	});

	it('should lose no field of the API', () => {
		fc.assert(
			fc.property(anyType, anyObject, (type, fields) => {
				const generation = parseWith(generationSchema, fields);
				const { error, ...others } = generation;
				expect(toRawJson(type, generation)).toMatchObject(others);
				if ('error' in generation) expect(toRawJson(type, generation).api_error).toEqual(error);
			}),
		);
	});
});

describe('The field error, at which Retry On Fail runs the node again', () => {
	it('should never be in a successful item, whatever the API or the request contains', () => {
		fc.assert(
			fc.property(anyType, anyGeneration, anyFallback, (type, generation, fallback) => {
				expect(toRawJson(type, generation, fallback)).not.toHaveProperty('error');
				expect(simplifyGeneration(type, generation, fallback)).not.toHaveProperty('error');
			}),
		);
	});

	it('should never be in a successful item, whatever another response contains', () => {
		fc.assert(
			fc.property(anyObject, (fields) => {
				const json = renameErrorKey(fields as IDataObject);
				expect(json).not.toHaveProperty('error');
				if ('error' in fields) expect(json.api_error).toEqual(fields.error);
				else expect(json).toEqual(fields);
			}),
		);
	});
});

describe('Simplified plan and credits', () => {
	it('should add up the available credits and always have the same ten fields', () => {
		const features = {
			credit_daily: 10,
			credit_monthly: 200,
			credit_package: 3000,
			plan_name: 'Pro',
		};
		expect(simplifyAccountFeatures(features, 'a@example.com')).toMatchObject({
			account: 'a@example.com',
			plan: 'Pro',
			credits: 3210,
		});
		const fields = Object.keys(simplifyAccountFeatures({}));
		expect(fields).toHaveLength(10);
		fc.assert(
			fc.property(
				fc.dictionary(fc.constantFrom(...Object.keys(features)), fc.jsonValue()),
				(features) => {
					const item = simplifyAccountFeatures(features as IDataObject);
					expect(Object.keys(item)).toEqual(fields);
					expect(Number.isFinite(item.credits)).toBe(true);
				},
			),
		);
	});
});
