import { readFileSync } from 'node:fs';
import path from 'node:path';

import type { IDataObject } from 'n8n-workflow';

import { operations } from '../../../nodes/PixVerse/actions/index';
import { toItem, withDownloadError } from '../../../nodes/PixVerseTrigger/output';
import { generationTypes } from '../../../nodes/shared/api/generationTypes';
import {
	type FallbackFields,
	simplifyGeneration,
} from '../../../nodes/shared/jobs/output/generationJson';
import { buildDryRunResult } from '../../../nodes/shared/jobs/submit/creditBudget';
import type { GenerationRequest } from '../../../nodes/shared/jobs/types';

const readSchema = (file: string) =>
	JSON.parse(readFileSync(path.resolve(__dirname, '../../../nodes', file), 'utf8')) as {
		properties: Record<string, { type: string | string[] }>;
	};

const createOperations = Object.entries(operations).flatMap(([resource, entries]) =>
	entries
		.filter(({ type }) => type === 'generation')
		.map(({ option }) => `${resource}/${option.value}`),
);

/** All fallback fields, so that a new field must be added here and to the schemas. */
const fallback: Required<FallbackFields> = {
	id: 'user:1-pixverse:a@b.com-video:1',
	status: 'PENDING',
	credits: 1,
	isMatched: true,
	request: {},
};
const draft = { seedance_draft: { can_create_final: true, expires_at: '2026-11-30' } };

describe('Output schemas', () => {
	it.each(createOperations)('should have every field that %s can return', (operation) => {
		const { properties } = readSchema(`PixVerse/__schema__/v1.1.0/${operation}.json`);
		const generation = simplifyGeneration(generationTypes.video, undefined, fallback);
		const request = {
			endpoint: 'videos/create',
			body: {},
			jobOptions: { plan: 'premiumWeb' },
		} as unknown as GenerationRequest;
		const dryRun = buildDryRunResult(request, {
			credits: 1,
			basis: 'Price',
			source: 'effectList',
		});
		const possibleFields: IDataObject = { ...generation, ...dryRun };
		expect(Object.keys(possibleFields).filter((name) => !(name in properties))).toEqual([]);
	});

	it.each(['create', 'createFromFrames', 'createFusion', 'get', 'getAll', 'wait', 'download'])(
		'should have the fields of a draft for video.%s',
		(operation) => {
			const { properties } = readSchema(`PixVerse/__schema__/v1.1.0/video/${operation}.json`);
			const fields = simplifyGeneration(generationTypes.video, draft);
			expect(fields).toHaveProperty('canCreateFinal');
			expect(Object.keys(fields).filter((name) => !(name in properties))).toEqual([]);
		},
	);

	it('should have every field that the trigger can return', () => {
		const { properties } = readSchema('PixVerseTrigger/__schema__/v1.0.0/output.json');
		const row = { kind: 'video', phase: 'failed', apiRow: draft } as unknown as Parameters<
			typeof toItem
		>[0];
		const { json } = withDownloadError(toItem(row, { simplify: true }, 0), new Error('No file'));
		expect(Object.keys(json).sort()).toEqual(Object.keys(properties).sort());
	});
});
