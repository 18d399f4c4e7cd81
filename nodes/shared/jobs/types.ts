import type { IDataObject } from 'n8n-workflow';
import type { PixVerseClient } from '../api/client';
import type { RequestSchema, ValidationIssue } from '../catalog/validationIssues';
import type { GenerationTypeConfig } from '../api/generationTypes';
import type { GenerationId } from '../api/generationId';
import { parseGenerationId } from '../api/generationId';
import type { ApiGeneration } from '../api/responseSchemas';

/** How one item is waited for and handed over. */
export interface JobOptions {
	/** poll: wait here. callback: let the execution sleep until PixVerse calls. none: hand over the ID at once. */
	waitMode: 'poll' | 'callback' | 'none';
	/** Milliseconds from the start of the run, for a free slot and for the result together. */
	timeoutMs: number;
	/** Milliseconds between looks, when the user wants a fixed rhythm. */
	pollIntervalMs?: number;
	/** What becomes of an item whose time is up. */
	onTimeout: 'fail' | 'pending';
	/** What becomes of its job in the scheduler when the execution is canceled; default: nothing. */
	onCancel?: 'leave' | 'remove';
	/** Binary field for the file; undefined for no download. */
	binaryPropertyName?: string;
	simplify: boolean;
	/** Checks and prices the request without sending anything. */
	dryRun?: boolean;
	/** Most credits the whole execution may cost. */
	creditLimit?: number;
	/** Plan of the catalog whose money is shown. */
	plan?: string;
}

/** One generation that the user wants: the request of one item. */
export interface GenerationRequest {
	itemIndex: number;
	generationType: GenerationTypeConfig;
	/** Below `/v2/pixverse/`, e.g. `videos/create`. */
	endpoint: string;
	/** Goes into sentences: "create the video". */
	verbPhrase: string;
	/** By API names; undefined values are not sent, a MediaInput is uploaded and replaced by its path. */
	body: Record<string, unknown>;
	schema: RequestSchema;
	/** The parameters as the editor shows them, by API name: for messages. */
	displayNames: Readonly<Record<string, string>>;
	jobOptions: JobOptions;
	/** Further checks, and the price where only PixVerse knows it. Reads at no cost, and never throws. */
	preflight?: (
		api: PixVerseClient,
		body: Record<string, unknown>,
	) => Promise<{ issues: ValidationIssue[]; credits?: number }>;
}

/**
 * E-mail of the account that has to make an order: that of its source video, else the one that was chosen.
 * @returns undefined for any
 */
export function requiredAccount({ body }: Pick<GenerationRequest, 'body'>): string | undefined {
	const source = typeof body.video_id === 'string' ? parseGenerationId(body.video_id) : undefined;
	return source?.account ?? (body.email as string | undefined);
}

/** A generation that exists at PixVerse. */
export interface Job {
	itemIndex: number;
	generationType: GenerationTypeConfig;
	id: GenerationId;
	jobOptions: JobOptions;
	/** What was sent, to fill in what the API leaves out. */
	request: IDataObject;
	/** Credits charged, when the API said so. */
	credits?: number;
	/** True when this run made it, so that its existence is beyond doubt. */
	createdByThisRun: boolean;
	/** Clock time at which the API took it; undefined when that is not known. */
	acceptedAt?: number;
	/** Clock time at which waiting for it ends. */
	deadline: number;
	/** Gives the slot back; called once, when the job has ended. */
	releaseSlot?: () => void;
}

/** A job whose waiting has ended. */
export interface JobResult {
	job: Job;
	/** As last seen; undefined when it never was. */
	response?: ApiGeneration;
	outcome: 'completed' | 'pending' | 'submitted';
}
