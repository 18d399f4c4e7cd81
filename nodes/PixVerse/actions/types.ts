import type { IDataObject, INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import type { PixVerseClient } from '../../shared/api/client';
import type { GenerationTypeConfig } from '../../shared/api/generationTypes';
import type { GenerationId } from '../../shared/api/generationId';
import type { RequestSchema } from '../../shared/catalog/validationIssues';
import type { MediaInput } from '../../shared/jobs/submit/mediaInput';
import type { JobOptions, GenerationRequest } from '../../shared/jobs/types';
import { accountOptional } from '../descriptions/account';
import { waitAndOutputFields } from '../descriptions/waitAndOutput';
import { offPeakNotice } from '../descriptions/options';
import type { ItemParameters } from './itemParameters';
import { findField } from './parameterNames';

/** An entry of the operation selector. */
export type OperationOption = INodePropertyOptions & { value: string; action: string };

interface OperationBase {
	option: OperationOption;
	/** Without displayOptions for resource and operation: the registry adds them. */
	fields: INodeProperties[];
}

/** One request, an answer. A list becomes one item an entry. */
export interface RequestOperation extends OperationBase {
	type: 'request';
	/** What of the API it stands for, as the API's own pages are headed: `GET videos/{video_id}`. */
	apiEndpoint: string;
	run: (api: PixVerseClient, item: ItemParameters) => Promise<IDataObject | IDataObject[]>;
}

/** Makes something that costs credits and takes time. Everything after the request is the engine's. */
export interface GenerationOperation extends OperationBase {
	type: 'generation';
	generationType: GenerationTypeConfig;
	/** Below `/v2/pixverse/`. */
	endpoint: string;
	/** Goes into sentences: "create the video". */
	verbPhrase: string;
	schema: RequestSchema;
	/** The request by API names. Undefined values are not sent. */
	request: (item: ItemParameters) => Record<string, unknown>;
	/** The endpoint takes no account: the source's own is used. */
	omitAccount?: true;
	/** Checks that need to read something of PixVerse first, at no cost. */
	preflight?: GenerationRequest['preflight'];
}

/** Sends a file and returns where it is. */
export interface UploadOperation extends OperationBase {
	type: 'upload';
	apiEndpoint: string;
	file: (item: ItemParameters) => MediaInput | undefined;
}

/** Waits for, or fetches, something that was made before. */
export interface ExistingJobOperation extends OperationBase {
	type: 'existingJob';
	apiEndpoint: string;
	generationType: GenerationTypeConfig;
	id: (item: ItemParameters) => GenerationId;
	jobOptions: (item: ItemParameters) => JobOptions;
}

export type Operation =
	| RequestOperation
	| UploadOperation
	| GenerationOperation
	| ExistingJobOperation;

export function defineRequest(definition: Omit<RequestOperation, 'type'>): RequestOperation {
	return { type: 'request', ...definition };
}

export function defineUpload(definition: Omit<UploadOperation, 'type'>): UploadOperation {
	return { type: 'upload', ...definition };
}

export function defineExistingJob(
	definition: Omit<ExistingJobOperation, 'type'>,
): ExistingJobOperation {
	return { type: 'existingJob', ...definition };
}

/** A generation shows its own fields, then the account, how to wait and what to hand over, then its options. */
export function defineGeneration(
	definition: Omit<GenerationOperation, 'type'>,
): GenerationOperation {
	const options = definition.fields.filter(({ type }) => type === 'collection');
	const own = definition.fields.filter(({ type }) => type !== 'collection');
	const accounts = definition.omitAccount ? [] : [accountOptional];
	const notices = findField(options, 'options.offPeakMode') ? [offPeakNotice] : [];
	return {
		type: 'generation',
		...definition,
		fields: [...own, ...accounts, ...waitAndOutputFields, ...options, ...notices],
	};
}
