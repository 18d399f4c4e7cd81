/** Behavior that the API reference leaves open or that differs between sources. */
export interface Switches {
	/** Which create responses include `cost_credits`. Only videos/create is known to. */
	costCredits: 'create' | 'all' | 'none';
	/**
	 * Seconds for `Retry-After` on 429. With null (default), the header is missing, as first-party clients
	 * expect.
	 */
	retryAfter: number | null;
	/** Status of GET videos/{id} for a running job: documented as 404, but official clients also handle 200. */
	runningVideo: 404 | 200;
	/** QUEUED videos claim to be final, as documented and observed. */
	queuedIsFinal: boolean;
	/** Bodies of DELETE responses, which are undocumented. */
	deleteResponses: Record<'accounts' | 'videos' | 'images' | 'scheduler', 'json' | 'empty'>;
	/** The useapi.net subscription has expired (402). */
	subscriptionExpired: boolean;
	/** Also enforces the concurrency of the plan, which includes untracked and website jobs. */
	planConcurrency: boolean;
	/** videos/extend accepts v5.5 and v5. Sources disagree, and the newest one excludes them. */
	extendLegacyModels: boolean;
	/** Shape of lists that the API reference doesn't document. */
	undocumentedLists: 'items' | 'data' | 'array' | 'grouped';
	/** Endpoints and models that are no longer documented fail: 404 for restyle, 400 for Sora. */
	retired: Record<'restyle' | 'sora', boolean>;
	/**
	 * Field that holds the price of a quote, which is undocumented. `none` omits it. With `ignored`, a quote
	 * creates the generation, like on a server that doesn't support quotes.
	 */
	quoteField: 'cost_credits' | 'credits' | 'price' | 'none' | 'ignored';
	/**
	 * Rows that the API drops from its pages, per row that it shows. They count for `limit` and `offset`, so
	 * pages are shorter than `limit`, or empty, while `has_more` is true.
	 */
	hiddenRows: Record<'images' | 'music' | 'speech' | 'musicVideos', number>;
	/** When rows of GET music-video get `video_id` and `video`. Sources disagree. */
	musicVideoIdFrom: 'started' | 'finished';
	/** Where the file of a music video is: `video.url`, a row of `files`, or only in GET videos/{id}. */
	musicVideoFileIn: 'video' | 'files' | 'videoRecord';
	/** GET videos lists music videos too, which is undocumented. */
	musicVideosInVideoList: boolean;
	/** Off-peak jobs, which the scheduler doesn't track, send callbacks. Undocumented. */
	offPeakCallbacks: boolean;
	/**
	 * Larger images are rejected on upload, like the fault `rejectedUpload`. The limit of "about 2,048 px" is
	 * documented, the response isn't. null: no limit.
	 */
	maxImagePx: number | null;
	/** Uploads without `Content-Length` are rejected with 411, as storage services do. Undocumented. */
	uploadLengthRequired: boolean;
	/** Additional effects in GET videos/effects, which has more than 900. */
	extraEffects: number;
	/**
	 * Responses by ID and lists include `replyRef`, because "returned with the job" in the API reference
	 * may mean that.
	 */
	showReplyRef: boolean;
	callbacks: {
		/** Sends progress calls before the final call. */
		progress: boolean;
		/** Sends no calls at all. */
		lost: boolean;
		/** How many times each call is sent. */
		copies: number;
		/** Sends a first call before the create call is answered. */
		beforeResponse: boolean;
		/** Sends the final call this many simulated ms before GET shows the final status. */
		earlyMs: number;
		/** Sends the final call this many simulated ms late. */
		delayMs: number;
		/** Holds back final calls until this many are waiting, then sends them together. */
		holdUntil: number;
	};
}

export const DEFAULT_SWITCHES: Switches = {
	costCredits: 'create',
	retryAfter: null,
	runningVideo: 404,
	queuedIsFinal: true,
	deleteResponses: { accounts: 'empty', videos: 'json', images: 'json', scheduler: 'empty' },
	subscriptionExpired: false,
	planConcurrency: false,
	extendLegacyModels: false,
	undocumentedLists: 'items',
	retired: { restyle: false, sora: false },
	quoteField: 'cost_credits',
	hiddenRows: { images: 0, music: 0, speech: 0, musicVideos: 1 },
	musicVideoIdFrom: 'started',
	musicVideoFileIn: 'video',
	musicVideosInVideoList: false,
	offPeakCallbacks: true,
	maxImagePx: 2048,
	uploadLengthRequired: false,
	extraEffects: 0,
	showReplyRef: false,
	callbacks: {
		progress: true,
		lost: false,
		copies: 1,
		beforeResponse: false,
		earlyMs: 0,
		delayMs: 0,
		holdUntil: 0,
	},
};

type NestedName = 'callbacks' | 'deleteResponses' | 'hiddenRows' | 'retired';

/** Switches to change. Omitted ones keep their value. */
export type SwitchChanges = Partial<Omit<Switches, NestedName>> & {
	[Name in NestedName]?: Partial<Switches[Name]>;
};

/**
 * Changes the given switches and keeps the others.
 * @throws for unknown switches
 */
export function changeSwitches(switches: Switches, changes: SwitchChanges): void {
	applyChanges(switches, changes, DEFAULT_SWITCHES);
}

function applyChanges(target: object, changes: object, defaults: object): void {
	const known = new Map<string, unknown>(Object.entries(defaults));
	const unknown = Object.keys(changes).find((name) => !known.has(name));
	if (unknown !== undefined) throw new Error(`The simulator has no switch ${unknown}`);
	for (const [name, value] of Object.entries(changes) as Array<[string, unknown]>) {
		const fallback = known.get(name);
		if (isRecord(fallback) && isRecord(value)) {
			const nested = (target as Record<string, object>)[name] ?? {};
			applyChanges(nested, value, fallback);
		} else Object.assign(target, { [name]: value });
	}
}

const isRecord = (value: unknown): value is object => typeof value === 'object' && value !== null;
