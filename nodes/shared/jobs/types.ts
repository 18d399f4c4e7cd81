import type { IDataObject } from 'n8n-workflow';
import type { PixVerseClient } from '../api/client';
import type { ValidationIssue } from '../catalog/validationIssues';
import type { GenerationTypeConfig } from '../api/generationTypes';
import { type GenerationId, parseGenerationId } from '../api/generationId';
import type { ApiGeneration } from '../api/responseSchemas';
import type { Schema } from '../lazySchema';

/** How the node returns the result of an item. */
export interface OutputOptions {
	simplify: boolean;
	/** Binary field for the file; undefined for no download. */
	binaryPropertyName?: string;
	/** Which version of a music video to download. Default: the finished one. */
	version?: 'finished' | 'withoutSubtitles' | 'both';
}

export interface JobOptions extends OutputOptions {
	/** poll: in the node. callback: suspend the execution until PixVerse calls back. none: return the ID immediately. */
	waitMode: 'poll' | 'callback' | 'none';
	/** From the start of the run, for a free slot and for the result together. */
	timeoutMs: number;
	/** Fixed interval between status checks, if the user set one. */
	pollIntervalMs?: number;
	/** What to do with an item that doesn't finish in time. */
	onTimeout: 'fail' | 'pending';
	/** What to do with the job in the scheduler when the execution is canceled. Default: nothing. */
	onCancel?: 'leave' | 'remove';
	/** Validate and price the request without creating anything. */
	dryRun?: boolean;
	/** Maximum number of credits for the whole execution. */
	creditLimit?: number;
	/** Catalog key of the plan used to convert credits to US dollars. */
	plan?: string;
}

/** The validated request of one item, before it is sent. */
export interface GenerationRequest {
	itemIndex: number;
	generationType: GenerationTypeConfig;
	/** Below `/v2/pixverse/`, e.g. `videos/create`. */
	endpoint: string;
	/** For messages, e.g. "create the video". */
	verbPhrase: string;
	/** By API names. Undefined values are not sent; a MediaInput is uploaded and replaced by its path. */
	body: Record<string, unknown>;
	schema: Schema<unknown>;
	/** Parameter names as the editor shows them, by API name. */
	displayNames: Readonly<Record<string, string>>;
	jobOptions: JobOptions;
	/** Further validation, and the price if it isn't in the catalog. Only reads free endpoints, and never throws. */
	preflight?: (
		api: PixVerseClient,
		body: Record<string, unknown>,
	) => Promise<{ issues: ValidationIssue[]; credits?: number }>;
}

/**
 * E-mail of the account the job must run on: that of its source, otherwise the selected one.
 * @returns undefined for any account
 */
export function requiredAccount({ body }: Pick<GenerationRequest, 'body'>): string | undefined {
	const source = body.video_id ?? body.image_id;
	const id = typeof source === 'string' ? parseGenerationId(source) : undefined;
	return id?.account ?? (body.email as string | undefined);
}

/** A generation that exists at PixVerse. */
export interface Job {
	itemIndex: number;
	generationType: GenerationTypeConfig;
	id: GenerationId;
	jobOptions: JobOptions;
	/** The request, for fields that the API leaves out of its responses. */
	request: IDataObject;
	/** Credits charged, when the API reported them. */
	credits?: number;
	/** True when this run created it, so that it certainly exists. */
	createdByThisRun: boolean;
	/** Whether it was found by its settings and time, because the response to its create was lost. */
	isMatched?: boolean;
	/** Clock time at which the API accepted it, if known. */
	acceptedAt?: number;
	/** Clock time at which waiting ends. */
	deadline: number;
	/** Releases the slot. Called once, when the job has ended. */
	releaseSlot?: () => void;
}

/** A job that is no longer polled. */
export interface JobResult {
	job: Job;
	/** The last response of the API; undefined when there was none. */
	response?: ApiGeneration;
	outcome: 'completed' | 'pending' | 'submitted';
}
