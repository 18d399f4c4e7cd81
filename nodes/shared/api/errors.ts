import { type INode, NodeApiError, NodeOperationError } from 'n8n-workflow';
import type { RequestResult } from './requestResult';
import { extractErrorMessage, sanitizeText } from './sanitizeText';

/** Context of a request, for its error messages. */
export interface ErrorContext {
	/** E.g. "create the video" or "read the accounts". */
	verbPhrase: string;
	itemIndex?: number;
	/** E-mail of the PixVerse account that the request is for. */
	account?: string;
	/** What was requested by ID, e.g. "The video user:…-video:1". */
	subject?: string;
	/** True if the request costs credits. */
	isPaid?: boolean;
	/** True if the API's newest documentation no longer has the endpoint. */
	mayBeRetired?: boolean;
	/** Parameter names as the editor shows them, by API name. */
	names?: Readonly<Record<string, string>>;
	/** True if the request signs in to PixVerse: a 401 may then be about its password. */
	isLogin?: boolean;
	/** Texts that must not be shown, such as the API token or a password. */
	secrets?: readonly string[];
}

export type NodeError = NodeApiError | NodeOperationError;

export interface ErrorText {
	message: string;
	description?: string;
}

/**
 * What each status means, and the next step. Source: the status tables of the API reference. 596 is PixVerse's own
 * status and final, not a server error.
 */
const ERROR_TEXT_BY_STATUS: Record<
	number,
	(errorContext: ErrorContext, apiMessage: string) => ErrorText
> = {
	400: ({ verbPhrase, isPaid }, apiMessage) => ({
		message: `PixVerse rejected the request to ${verbPhrase}${withColon(apiMessage)}`,
		description: `A value is missing or not allowed. Compare the parameters with what the selected model supports.${notGenerated(isPaid)}`,
	}),
	401: ({ isLogin, account = 'the account' }, apiMessage) =>
		isLogin
			? {
					message: `PixVerse didn't accept the login of ${account}${withColon(apiMessage)}`,
					description:
						'Check the email and password. The account must sign in with a password, not with Google, Apple, or Discord. If both are right, check the API token of the credential.',
				}
			: {
					message: "The API token wasn't accepted",
					description:
						'Copy the whole token from useapi.net (it starts with "user:") into the PixVerse credential and test it there.',
				},
	402: () => ({
		message: 'The useapi.net subscription of this API token has expired',
		description:
			'Renew the subscription at useapi.net, then run the workflow again. Nothing was charged.',
	}),
	403: ({ verbPhrase }) => ({
		message: `This API token isn't allowed to ${verbPhrase}`,
		description: 'It belongs to another useapi.net user. Use your own ID and account.',
	}),
	404: ({ mayBeRetired, verbPhrase, isPaid, subject, account }, apiMessage) => {
		if (mayBeRetired && !/\b(video|account|user)\b/i.test(apiMessage))
			return {
				message: `PixVerse can't ${verbPhrase}: the API may no longer have this endpoint`,
				description: `Its newest documentation doesn't name it anymore. Use Video: Modify with a prompt instead.${notGenerated(isPaid)}`,
			};
		const missing = account ? `The PixVerse account ${account}` : 'The requested resource';
		return {
			message: `${subject ?? missing} was not found`,
			description: subject
				? 'Check the ID. The generation may have been deleted, or it may belong to another API token.'
				: 'Select one of the accounts configured at useapi.net (see Account: Get Many).',
		};
	},
	408: timeoutText,
	410: ({ subject = 'The requested resource' }) => ({
		message: `${subject} has expired`,
		description: 'The API no longer stores it. Look for the media on the PixVerse website.',
	}),
	412: ({ account, isPaid }) => ({
		message: `The PixVerse account${account ? ` ${account}` : ''} has no credits left`,
		description: `Top up, select another account, or use Off-Peak Mode.${notGenerated(isPaid)}`,
	}),
	422: ({ itemIndex, isPaid }, apiMessage) => ({
		message: `PixVerse's moderation rejected the input${itemIndex === undefined ? '' : ` of item ${itemIndex}`}`,
		description: `${withReason(apiMessage)} Rephrase the prompt or use another image. Other items are not affected.${notGenerated(isPaid)}`,
	}),
	429: ({ isPaid, account, verbPhrase }) =>
		isPaid
			? {
					message: `No free slot: ${account ? `the PixVerse account ${account} is` : 'all PixVerse accounts are'} busy`,
					description:
						'Wait until running generations have finished (see Scheduler: Get Many), or increase Max Jobs of the account. Nothing was generated for this item.',
				}
			: {
					message: `PixVerse is too busy to ${verbPhrase} right now`,
					description: 'Wait a minute, then try again.',
				},
	500: serverErrorText,
	502: serverErrorText,
	503: serverErrorText,
	504: timeoutText,
	596: ({ account, isPaid }, apiMessage) => ({
		message: `PixVerse has signed out the account${account ? ` ${account}` : ''}`,
		description: `Delete the account and add it again with its password (Account: Delete, then Create or Update)${apiMessage ? `. PixVerse's reason: ${apiMessage}` : ''}. Retrying doesn't help.${notGenerated(isPaid)}`,
	}),
};

function serverErrorText({ verbPhrase }: ErrorContext, apiMessage: string): ErrorText {
	const reason = apiMessage && `${withReason(apiMessage)} `;
	return {
		message: `PixVerse can't ${verbPhrase} right now`,
		description: `${reason}Try again in a few minutes.`,
	};
}

function timeoutText({ verbPhrase }: ErrorContext): ErrorText {
	const description = 'Try again in a few minutes.';
	return { message: `PixVerse took too long to ${verbPhrase}`, description };
}

function fallbackText({ verbPhrase }: ErrorContext, apiMessage: string, status: number): ErrorText {
	if (status < 300 || status >= 400) {
		const message = `PixVerse rejected the request to ${verbPhrase} (status ${status})`;
		return { message, description: withReason(apiMessage) };
	}
	return {
		message: 'The API address redirects to another address',
		description:
			"The node doesn't follow redirects, so that the token isn't sent to another host. Check Base URL in the PixVerse credential.",
	};
}

const withColon = (apiMessage: string) => (apiMessage ? `: ${apiMessage}` : '');

export const withReason = (reason?: string) =>
	reason ? `PixVerse's reason: ${reason}.` : "PixVerse didn't give a reason.";

const notGenerated = (isPaid?: boolean) => (isPaid ? ' Nothing was generated for this item.' : '');

/** `first_frame_path is not …` → `"First Frame" (first_frame_path) is not …`. */
function replaceApiNames(apiMessage: string, names: ErrorContext['names'] = {}): string {
	const found = Object.keys(names)
		.filter((name) => /[_A-Z]/.test(name))
		.sort((a, b) => b.length - a.length)
		.find((name) => new RegExp(`\\b${name}\\b`).test(apiMessage));
	return found
		? apiMessage.replace(new RegExp(`["'\`]?\\b${found}\\b["'\`]?`), `"${names[found]}" (${found})`)
		: apiMessage;
}

/** Message and next step for a result that is not a success. */
export function getErrorText(result: RequestResult, errorContext: ErrorContext): ErrorText {
	if (result.kind === 'networkFailure')
		return {
			message: `The PixVerse API could not be reached: ${result.reason}`,
			description:
				'Check Base URL in the PixVerse credential and the network of your n8n instance, then try again.',
		};
	const { status, body } = result;
	const { secrets, names } = errorContext;
	const apiMessage = replaceApiNames(extractErrorMessage(body, secrets), names);
	const buildText = ERROR_TEXT_BY_STATUS[status];
	return buildText?.(errorContext, apiMessage) ?? fallbackText(errorContext, apiMessage, status);
}

/** The error for a result that is not a success. It has nothing of the request, so that no header can leak. */
export function createResponseError(
	node: INode,
	result: RequestResult,
	errorContext: ErrorContext,
): NodeApiError {
	const httpCode = 'status' in result ? String(result.status) : undefined;
	return createApiError(node, errorContext, getErrorText(result, errorContext), httpCode);
}

/** A NodeApiError with exactly this text: n8n would otherwise replace it with its own. */
export function createApiError(
	node: INode,
	{ itemIndex }: Pick<ErrorContext, 'itemIndex'>,
	text: ErrorText,
	httpCode?: string,
): NodeApiError {
	const { message, description } = sanitizeErrorText(text, itemIndex);
	return new NodeApiError(node, { message }, { message, description, httpCode, itemIndex });
}

/** A NodeOperationError about an item: something that the user can correct in the editor. */
export function createInputError(
	node: INode,
	itemIndex: number | undefined,
	text: ErrorText,
): NodeOperationError {
	const { message, description } = sanitizeErrorText(text, itemIndex);
	return new NodeOperationError(node, message, { itemIndex, description });
}

const MAX_MESSAGE_CHARS = 500;
const MAX_DESCRIPTION_CHARS = 2000;

/** n8n renders errors as HTML, and parts of them come from the API, from items, and from files. URLs may be signed. */
function sanitizeErrorText({ message, description }: ErrorText, itemIndex?: number): ErrorText {
	const shown = sanitizeText(message, [], MAX_MESSAGE_CHARS);
	const hasItem = itemIndex === undefined || new RegExp(`\\bitem ${itemIndex}\\b`).test(shown);
	const marked = hasItem ? shown : `${shown} [item ${itemIndex}]`;
	const safeDescription = description && sanitizeText(description, [], MAX_DESCRIPTION_CHARS);
	return { message: marked, description: safeDescription };
}

/** Turns any thrown value into an n8n error for the item. */
export function toNodeError(
	{ node }: { node: INode },
	itemIndex: number | undefined,
	thrown: unknown,
	secrets: readonly string[] = [],
): NodeError {
	if (thrown instanceof NodeApiError || thrown instanceof NodeOperationError) {
		thrown.context.itemIndex ??= itemIndex;
		return thrown;
	}
	const message = thrown instanceof Error ? sanitizeText(thrown.message, secrets) : '';
	return new NodeOperationError(node, message || 'An unexpected error occurred', { itemIndex });
}
