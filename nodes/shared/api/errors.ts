import type { INode } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import type { HttpResponse, RequestResult } from './requestResult';
import { extractErrorMessage, sanitizeText } from './sanitizeText';

/** What was going on when the API refused, so that the message can say it. */
export interface ErrorContext {
	/** What the user wanted, as it goes into a sentence: "create the video", "read the account list". */
	verbPhrase: string;
	itemIndex?: number;
	/** E-mail of the PixVerse account the request was for, when one was named. */
	account?: string;
	/** What was asked for by ID or name, as it goes into a sentence: "The video user:…-video:1". */
	subject?: string;
	/** True when the request costs credits. */
	isPaid?: boolean;
	/** The parameters as the editor shows them, by API name: the API's text names them its own way. */
	names?: Readonly<Record<string, string>>;
	/** True when the request signs in to PixVerse: a 401 may then be about its password. */
	isLogin?: boolean;
	/** What must not be shown: the API token, a password. */
	secrets?: readonly string[];
}

interface ErrorText {
	message: string;
	description: string;
}

type ErrorTextBuilder = (errorContext: ErrorContext, apiMessage: string) => ErrorText;

/**
 * What each status of the reference means to the user, and the next step.
 * Source: the status tables of the API reference; 596 is PixVerse's own and final, not a server fault.
 */
const ERROR_TEXT_BY_STATUS: Record<number, ErrorTextBuilder> = {
	400: (errorContext, apiMessage) => ({
		message: `PixVerse refused to ${errorContext.verbPhrase}${apiMessage ? `: ${apiMessage}` : ''}`,
		description: `A value is missing or not allowed. Compare the parameters with what the chosen model offers.${notChargedSentence(errorContext)}`,
	}),
	401: (errorContext, apiMessage) => ({
		message: errorContext.isLogin
			? `PixVerse did not accept the login of ${errorContext.account ?? 'the account'}${apiMessage ? `: ${apiMessage}` : ''}`
			: 'The API token was not accepted',
		description: errorContext.isLogin
			? 'Check e-mail and password. The account has to sign in with a password, not with Google, Apple or Discord. If both are right, check the API token of the credential.'
			: 'Copy the whole token from useapi.net (it starts with "user:") into the PixVerse credential and test it there.',
	}),
	402: () => ({
		message: 'The useapi.net subscription of this API token has expired',
		description:
			'Renew the subscription at useapi.net, then run the workflow again. Nothing was charged.',
	}),
	403: (errorContext) => ({
		message: `This API token may not ${errorContext.verbPhrase}`,
		description: 'It belongs to another useapi.net user. Use an ID and an account of your own.',
	}),
	404: (errorContext) => ({
		message: `${errorContext.subject ?? (errorContext.account ? `The PixVerse account ${errorContext.account}` : 'What was asked for')} was not found`,
		description: errorContext.subject
			? 'Check the ID. It may have been deleted, or belong to another API token.'
			: 'Choose one of the accounts configured at useapi.net (Account: Get Many lists them).',
	}),
	408: timeoutText,
	410: (errorContext) => ({
		message: `${errorContext.subject ?? 'What was asked for'} has expired`,
		description: 'The API no longer keeps it. Look for the media at PixVerse itself.',
	}),
	412: (errorContext) => ({
		message: `The PixVerse account${accountSuffix(errorContext)} has no credits left`,
		description: `Top up, choose another account, or use Off-Peak Mode.${notChargedSentence(errorContext)}`,
	}),
	422: (errorContext, apiMessage) => ({
		message: `PixVerse's moderation refused ${errorContext.itemIndex === undefined ? 'the input' : `the input of item ${errorContext.itemIndex}`}`,
		description: `${apiMessage ? `It says: ${apiMessage}. ` : 'It gave no reason. '}Rephrase the prompt or use another image. Other items are not affected.${notChargedSentence(errorContext)}`,
	}),
	429: (errorContext) =>
		errorContext.isPaid
			? {
					message: `No free slot: ${errorContext.account ? `the PixVerse account ${errorContext.account} is` : 'all PixVerse accounts are'} busy`,
					description:
						'Wait until running generations have finished (Scheduler: Get Many shows them), or raise Max Jobs of the account. Nothing was generated for this item.',
				}
			: {
					message: `PixVerse is too busy to ${errorContext.verbPhrase} right now`,
					description: 'Wait a minute, then try again.',
				},
	500: serverErrorText,
	502: serverErrorText,
	503: serverErrorText,
	504: timeoutText,
	596: (errorContext, apiMessage) => ({
		message: `PixVerse has signed the account${accountSuffix(errorContext)} out`,
		description: `Remove the account at useapi.net and add it again with its password${apiMessage ? ` (the API says: ${apiMessage})` : ''}. Trying again does not help.${notChargedSentence(errorContext)}`,
	}),
};

function serverErrorText(errorContext: ErrorContext, apiMessage: string): ErrorText {
	return {
		message: `PixVerse is not able to ${errorContext.verbPhrase} right now`,
		description: `${apiMessage ? `It says: ${apiMessage}. ` : ''}Try again in a few minutes.`,
	};
}

function timeoutText(errorContext: ErrorContext): ErrorText {
	return {
		message: `PixVerse took too long to ${errorContext.verbPhrase}`,
		description: 'Try again in a few minutes.',
	};
}

function fallbackText(errorContext: ErrorContext, apiMessage: string, status: number): ErrorText {
	if (status >= 300 && status < 400)
		return {
			message: 'The API address points somewhere else',
			description:
				'It answers with a redirect, which is not followed, so that the token goes nowhere else. Check Base URL in the PixVerse credential.',
		};
	return {
		message: `PixVerse refused to ${errorContext.verbPhrase} (status ${status})`,
		description: apiMessage ? `It says: ${apiMessage}` : 'It gave no reason.',
	};
}

/** `first_frame_path is not …` → `"First Frame" (first_frame_path) is not …`. */
function replaceApiNames(apiMessage: string, names: ErrorContext['names'] = {}): string {
	const known = Object.keys(names)
		.filter((name) => /[_A-Z]/.test(name))
		.sort((a, b) => b.length - a.length);
	const found = known.find((name) => new RegExp(`\\b${name}\\b`).test(apiMessage));
	return found
		? apiMessage.replace(new RegExp(`["'\`]?\\b${found}\\b["'\`]?`), `"${names[found]}" (${found})`)
		: apiMessage;
}

function accountSuffix(errorContext: ErrorContext): string {
	return errorContext.account ? ` ${errorContext.account}` : '';
}

function notChargedSentence(errorContext: ErrorContext): string {
	return errorContext.isPaid ? ' Nothing was generated for this item.' : '';
}

/** The words for an answer that is not a success. */
export function getErrorText(answer: HttpResponse, errorContext: ErrorContext): ErrorText {
	const apiMessage = replaceApiNames(
		extractErrorMessage(answer.body, errorContext.secrets),
		errorContext.names,
	);
	const words = ERROR_TEXT_BY_STATUS[answer.status];
	if (words) return words(errorContext, apiMessage);
	return fallbackText(errorContext, apiMessage, answer.status);
}

/**
 * Makes the error for a reply that is not a success. It carries the status in `httpCode` and the item, and nothing of
 * the request, so no header can leak.
 */
export function createResponseError(
	node: INode,
	reply: RequestResult,
	errorContext: ErrorContext,
): NodeApiError {
	if (reply.kind === 'networkFailure')
		return createApiError(node, errorContext, {
			message: `The PixVerse API could not be reached: ${reply.reason}`,
			description:
				'Check Base URL in the PixVerse credential and the network of this n8n, then try again.',
		});
	return createApiError(
		node,
		errorContext,
		getErrorText(reply, errorContext),
		String(reply.status),
	);
}

/** A NodeApiError with exactly these words: n8n would otherwise put its own in their place. */
export function createApiError(
	node: INode,
	errorContext: Pick<ErrorContext, 'itemIndex'>,
	wording: ErrorText,
	httpCode?: string,
): NodeApiError {
	const { itemIndex } = errorContext;
	const { message, description } = sanitizeErrorText(wording, itemIndex);
	return new NodeApiError(node, { message }, { message, description, httpCode, itemIndex });
}

/** A NodeOperationError about an item: something that can be put right in the editor. */
export function createInputError(
	node: INode,
	itemIndex: number | undefined,
	wording: { message: string; description?: string },
): NodeOperationError {
	const { message, description } = sanitizeErrorText(wording, itemIndex);
	return new NodeOperationError(node, message, { itemIndex, description });
}

/** Characters of a message and of a description, whatever goes into them. */
const MAX_LENGTH = { message: 500, description: 2000 };

/**
 * The words as n8n may show them: as HTML. What goes into them comes from the API, from items and from files as well,
 * and an address among it may be signed.
 */
function sanitizeErrorText(
	{ message, description }: { message: string; description?: string },
	itemIndex: number | undefined,
) {
	return {
		message: appendItemIndex(sanitizeText(message, [], MAX_LENGTH.message), itemIndex),
		description: description && sanitizeText(description, [], MAX_LENGTH.description),
	};
}

function appendItemIndex(message: string, itemIndex: number | undefined): string {
	return itemIndex === undefined || new RegExp(`\\bitem ${itemIndex}\\b`).test(message)
		? message
		: `${message} [item ${itemIndex}]`;
}
