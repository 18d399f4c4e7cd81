import type { FileKind } from '../files.cts';
import type { JobKind } from '../ids.cts';
import type { JobParameters } from '../jobs.cts';
import type { SimulatorState } from '../state.cts';
import type { Fields } from './fields.cts';

/** An input of a create call that names an upload. */
export interface UploadInput {
	readonly name: string;
	readonly kind: FileKind;
}

/** What a create call comes to, once its body has passed the rules. */
export interface GenerationRequest {
	readonly kind: JobKind;
	readonly parameters: JobParameters;
	/** Uploads that must exist. */
	readonly uploads: readonly UploadInput[];
	/** Credits for one result, before the account's discounts. */
	readonly price: number;
	/** How many results; only images make more than one. */
	readonly count?: number;
}

/** A create-type call: reads its body, refuses what the API refuses (throws), and says what to make. */
export interface CreateEndpoint {
	/** Below the base URL. */
	readonly path: string;
	/** Other paths that still answer. */
	readonly aliases?: readonly string[];
	readonly parse: (body: Fields, state: SimulatorState) => GenerationRequest;
	/** The answer; by default the id of the first result under the name of its kind. */
	readonly buildResponse?: (ids: readonly string[]) => Record<string, unknown>;
}
