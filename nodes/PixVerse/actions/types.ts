import type { IDataObject, INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import type { PixVerseApi } from '../../shared/api/client';
import type { Family } from '../../shared/api/generationTypes';
import type { GenerationId } from '../../shared/api/generationId';
import type { Contract } from '../../shared/catalog/validationIssues';
import type { MediaInput } from '../../shared/jobs/submit/mediaInput';
import type { Delivery, Order } from '../../shared/jobs/types';
import { account } from '../descriptions/account';
import { delivery } from '../descriptions/waitAndOutput';
import { offPeakNotice } from '../descriptions/options';
import type { Item } from './itemParameters';
import { fieldNamed } from './parameterNames';

/** An entry of the operation selector. */
export type OperationOption = INodePropertyOptions & { value: string; action: string };

interface Shown {
	option: OperationOption;
	/** Without displayOptions for resource and operation: the registry adds them. */
	fields: INodeProperties[];
}

/** One request, an answer. A list becomes one item an entry. */
export interface Call extends Shown {
	shape: 'call';
	/** What of the API it stands for, as the API's own pages are headed: `GET videos/{video_id}`. */
	page: string;
	run: (api: PixVerseApi, item: Item) => Promise<IDataObject | IDataObject[]>;
}

/** Makes something that costs credits and takes time. Everything after the request is the engine's. */
export interface Generation extends Shown {
	shape: 'generation';
	family: Family;
	/** Below `/v2/pixverse/`. */
	endpoint: string;
	/** Goes into sentences: "create the video". */
	task: string;
	contract: Contract;
	/** The request by API names. Undefined values are not sent. */
	request: (item: Item) => Record<string, unknown>;
	/** The endpoint takes no account: the source's own is used. */
	withoutAccount?: true;
	/** Checks that need to read something of PixVerse first, at no cost. */
	examine?: Order['examine'];
}

/** Sends a file and returns where it is. */
export interface Upload extends Shown {
	shape: 'upload';
	page: string;
	file: (item: Item) => MediaInput | undefined;
}

/** Waits for, or fetches, something that was made before. */
export interface Collection extends Shown {
	shape: 'collection';
	page: string;
	family: Family;
	id: (item: Item) => GenerationId;
	delivery: (item: Item) => Delivery;
}

export type Operation = Call | Upload | Generation | Collection;

export function call(definition: Omit<Call, 'shape'>): Call {
	return { shape: 'call', ...definition };
}

export function upload(definition: Omit<Upload, 'shape'>): Upload {
	return { shape: 'upload', ...definition };
}

export function collection(definition: Omit<Collection, 'shape'>): Collection {
	return { shape: 'collection', ...definition };
}

/** A generation shows its own fields, then the account, how to wait and what to hand over, then its options. */
export function generation(definition: Omit<Generation, 'shape'>): Generation {
	const options = definition.fields.filter(({ type }) => type === 'collection');
	const own = definition.fields.filter(({ type }) => type !== 'collection');
	const accounts = definition.withoutAccount ? [] : [account];
	const notices = fieldNamed(options, 'options.offPeakMode') ? [offPeakNotice] : [];
	return {
		shape: 'generation',
		...definition,
		fields: [...own, ...accounts, ...delivery, ...options, ...notices],
	};
}
