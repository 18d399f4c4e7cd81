/** An error response of the API. Routes throw it. */
export class ApiError extends Error {
	constructor(
		readonly status: number,
		readonly body: unknown,
		readonly headers: Readonly<Record<string, string>> = {},
	) {
		super(`HTTP ${status}`);
	}
}

/**
 * Creates an error in one of the two documented shapes: account, list, and read endpoints include `code`;
 * create endpoints and the 404 of a read by ID don't.
 */
export function createApiError(status: number, error: string, withCode = true): ApiError {
	return new ApiError(status, withCode ? { error, code: status } : { error });
}

export const createBadRequestError = (error: string, withCode = false) =>
	createApiError(400, error, withCode);
export const createUnauthorizedError = () => createApiError(401, 'Unauthorized');
export const createSubscriptionError = () =>
	createApiError(402, 'Account has no subscription or subscription expired');
export const createUnknownAccountError = (email: string) =>
	createApiError(404, `Account ${email} is not configured`);
export const createNoCreditsError = () =>
	createApiError(
		412,
		'All Credits have been used up. Please upgrade your membership or purchase credits.',
		false,
	);
/** The exact text of 422 is undocumented. */
export const createModerationError = () =>
	createApiError(422, 'The content was rejected by the moderation of PixVerse', false);
export const createAccountStateError = (email: string, reason: string) =>
	createApiError(596, `Account ${email} in error state: ${reason}`);

/**
 * Returns a plausible message for a status that a fault returns. Texts that the API reference doesn't
 * document are the simulator's.
 */
export function getErrorMessage(status: number): string {
	const texts: Record<number, string> = {
		400: 'Bad request',
		401: 'Unauthorized',
		402: 'Account has no subscription or subscription expired',
		403: 'Unauthorized access to user:1 detected in user:2',
		404: 'Not found',
		412: 'All Credits have been used up. Please upgrade your membership or purchase credits.',
		422: 'The content was rejected by the moderation of PixVerse',
		429: 'All configured PixVerse accounts are running the maximum number of jobs',
		500: 'Internal server error',
		502: 'Bad gateway',
		503: 'Service unavailable',
		504: 'Gateway timeout',
		596: 'Account studio@example.com in error state: Login session expired',
	};
	return texts[status] ?? `Status ${status}`;
}
