import type { FileKind } from '../files.cts';
import type { JobKind } from '../ids.cts';
import type { JobParameters } from '../jobs.cts';
import type { LibraryType } from '../seeds/music-video-library.cts';
import type { SimulatorState } from '../state.cts';
import type { Fields } from './fields.cts';

/** An input of a create call that refers to an upload. */
export interface UploadInput {
	readonly name: string;
	readonly kind: FileKind;
	/** The part of the music-video library whose paths are also accepted. */
	readonly library?: LibraryType;
	/** Accepted content types. Default: all types of this kind. */
	readonly contentTypes?: readonly string[];
	/** Accepted length of an audio file. */
	readonly seconds?: { readonly min: number; readonly max: number };
}

/** What a create call generates, after its body passed validation. */
export interface GenerationRequest {
	readonly kind: JobKind;
	readonly parameters: JobParameters;
	/** Uploads that must exist. */
	readonly uploads: readonly UploadInput[];
	/** Credits per result, before the account's discounts. */
	readonly price: number;
	/** Number of results. Only images create several. */
	readonly count?: number;
	/** Only returns the price. */
	readonly quote?: boolean;
}

/** A create endpoint: validates the body like the API does and returns what to generate. */
export interface CreateEndpoint {
	/** Below the base URL. */
	readonly path: string;
	/** Other paths that still work. */
	readonly aliases?: readonly string[];
	readonly parse: (body: Fields, state: SimulatorState) => GenerationRequest;
	/** Builds the response. Default: the first ID in the ID field of its kind. */
	readonly buildResponse?: (ids: readonly string[]) => Record<string, unknown>;
}
