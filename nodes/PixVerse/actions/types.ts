import type { IDataObject, INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import type { PixVerseClient } from '../../shared/api/client';
import { type GenerationTypeConfig, getTypeOfEndpoint } from '../../shared/api/generationTypes';
import type { GenerationId } from '../../shared/api/generationId';
import type { Uploader } from '../../shared/jobs/submit/uploader';
import type { JobOptions, GenerationRequest } from '../../shared/jobs/types';
import { accountOptional } from '../descriptions/account';
import { waitAndOutputFields } from '../descriptions/waitAndOutput';
import { offPeakNotice, withDefaultTimeout } from '../descriptions/options';
import type { ItemParameters } from './itemParameters';
import { buildOnFirstUse } from './buildOnFirstUse';
import { findField } from './parameterNames';

/** An option of the Operation field. */
export type OperationOption = INodePropertyOptions & { value: string; action: string };

interface OperationBase {
	option: OperationOption;
	/** Without displayOptions for resource and operation, which are added later. */
	fields: INodeProperties[];
}

/** One request. A list is returned as one item per entry. */
export interface RequestOperation extends OperationBase {
	type: 'request';
	/** As in the API reference, e.g. `GET videos/{video_id}`. */
	apiEndpoint: string;
	run: (
		api: PixVerseClient,
		item: ItemParameters,
		uploader: Uploader,
	) => Promise<IDataObject | IDataObject[]>;
}

/** Creates a job. Everything after building the request is done in shared/jobs. */
export interface GenerationOperation
	extends OperationBase,
		Pick<GenerationRequest, 'generationType' | 'endpoint' | 'verbPhrase' | 'schema' | 'preflight'> {
	type: 'generation';
	/** Builds the request body by API names. Undefined values are not sent. */
	request: (item: ItemParameters) => GenerationRequest['body'];
}

/** Waits for an existing job or downloads its file. */
export interface ExistingJobOperation extends OperationBase {
	type: 'existingJob';
	apiEndpoint: string;
	generationType: GenerationTypeConfig;
	id: (item: ItemParameters) => GenerationId;
	jobOptions: (item: ItemParameters) => JobOptions;
}

export type Operation = RequestOperation | GenerationOperation | ExistingJobOperation;

export function defineRequest(definition: Omit<RequestOperation, 'type'>): RequestOperation {
	return { type: 'request', ...definition };
}

/** Order of the fields: those of the operation, account, waiting and output, options. */
export function defineGeneration({
	fields: getFields,
	omitAccount,
	...definition
}: Omit<GenerationOperation, 'type' | 'generationType' | 'fields'> & {
	fields: () => INodeProperties[];
	/** Shows no account: that of the source is used. */
	omitAccount?: true;
}): GenerationOperation {
	const generationType = getTypeOfEndpoint(definition.endpoint);
	const build = () => {
		const all = getFields();
		const options = all
			.filter(({ type }) => type === 'collection')
			.map((collection) => withDefaultTimeout(collection, generationType.kind));
		const fields = all.filter(({ type }) => type !== 'collection');
		const accounts = omitAccount ? [] : [accountOptional];
		const notices = findField(options, 'options.offPeakMode') ? [offPeakNotice] : [];
		return [...fields, ...accounts, ...waitAndOutputFields, ...options, ...notices];
	};
	const operation = { type: 'generation' as const, generationType, ...definition, fields: [] };
	return buildOnFirstUse<GenerationOperation, 'fields'>(operation, 'fields', build);
}
