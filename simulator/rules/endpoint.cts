import type { FileKind } from '../files.cts';
import type { JobKind } from '../ids.cts';
import type { Wanted } from '../jobs.cts';
import type { World } from '../state.cts';
import type { Fields } from './fields.cts';

/** An input of a create call that names an upload. */
export interface Input {
	readonly name: string;
	readonly kind: FileKind;
}

/** What a create call comes to, once its body has passed the rules. */
export interface Order {
	readonly kind: JobKind;
	readonly wanted: Wanted;
	/** Uploads that must exist. */
	readonly uploads: readonly Input[];
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
	readonly order: (body: Fields, world: World) => Order;
	/** The answer; by default the id of the first result under the name of its kind. */
	readonly answer?: (ids: readonly string[]) => Record<string, unknown>;
}
