import type { INode } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import type { Answer, Reply } from './requestResult';
import { explanationIn, presentable } from './sanitizeText';

/** What was going on when the API refused, so that the message can say it. */
export interface Occasion {
	/** What the user wanted, as it goes into a sentence: "create the video", "read the account list". */
	task: string;
	itemIndex?: number;
	/** E-mail of the PixVerse account the request was for, when one was named. */
	account?: string;
	/** What was asked for by ID or name, as it goes into a sentence: "The video user:…-video:1". */
	subject?: string;
	/** True when the request costs credits. */
	paid?: boolean;
	/** The parameters as the editor shows them, by API name: the API's text names them its own way. */
	names?: Readonly<Record<string, string>>;
	/** True when the request signs in to PixVerse: a 401 may then be about its password. */
	login?: boolean;
	/** What must not be shown: the API token, a password. */
	secrets?: readonly string[];
}

interface Wording {
	message: string;
	description: string;
}

type Words = (occasion: Occasion, said: string) => Wording;

/**
 * What each status of the reference means to the user, and the next step.
 * Source: the status tables of the API reference; 596 is PixVerse's own and final, not a server fault.
 */
const WORDS: Record<number, Words> = {
	400: (occasion, said) => ({
		message: `PixVerse refused to ${occasion.task}${said ? `: ${said}` : ''}`,
		description: `A value is missing or not allowed. Compare the parameters with what the chosen model offers.${unpaid(occasion)}`,
	}),
	401: (occasion, said) => ({
		message: occasion.login
			? `PixVerse did not accept the login of ${occasion.account ?? 'the account'}${said ? `: ${said}` : ''}`
			: 'The API token was not accepted',
		description: occasion.login
			? 'Check e-mail and password. The account has to sign in with a password, not with Google, Apple or Discord. If both are right, check the API token of the credential.'
			: 'Copy the whole token from useapi.net (it starts with "user:") into the PixVerse credential and test it there.',
	}),
	402: () => ({
		message: 'The useapi.net subscription of this API token has expired',
		description:
			'Renew the subscription at useapi.net, then run the workflow again. Nothing was charged.',
	}),
	403: (occasion) => ({
		message: `This API token may not ${occasion.task}`,
		description: 'It belongs to another useapi.net user. Use an ID and an account of your own.',
	}),
	404: (occasion) => ({
		message: `${occasion.subject ?? (occasion.account ? `The PixVerse account ${occasion.account}` : 'What was asked for')} was not found`,
		description: occasion.subject
			? 'Check the ID. It may have been deleted, or belong to another API token.'
			: 'Choose one of the accounts configured at useapi.net (Account: Get Many lists them).',
	}),
	408: slow,
	410: (occasion) => ({
		message: `${occasion.subject ?? 'What was asked for'} has expired`,
		description: 'The API no longer keeps it. Look for the media at PixVerse itself.',
	}),
	412: (occasion) => ({
		message: `The PixVerse account${named(occasion)} has no credits left`,
		description: `Top up, choose another account, or use Off-Peak Mode.${unpaid(occasion)}`,
	}),
	422: (occasion, said) => ({
		message: `PixVerse's moderation refused ${occasion.itemIndex === undefined ? 'the input' : `the input of item ${occasion.itemIndex}`}`,
		description: `${said ? `It says: ${said}. ` : 'It gave no reason. '}Rephrase the prompt or use another image. Other items are not affected.${unpaid(occasion)}`,
	}),
	429: (occasion) =>
		occasion.paid
			? {
					message: `No free slot: ${occasion.account ? `the PixVerse account ${occasion.account} is` : 'all PixVerse accounts are'} busy`,
					description:
						'Wait until running generations have finished (Scheduler: Get Many shows them), or raise Max Jobs of the account. Nothing was generated for this item.',
				}
			: {
					message: `PixVerse is too busy to ${occasion.task} right now`,
					description: 'Wait a minute, then try again.',
				},
	500: upstream,
	502: upstream,
	503: upstream,
	504: slow,
	596: (occasion, said) => ({
		message: `PixVerse has signed the account${named(occasion)} out`,
		description: `Remove the account at useapi.net and add it again with its password${said ? ` (the API says: ${said})` : ''}. Trying again does not help.${unpaid(occasion)}`,
	}),
};

function upstream(occasion: Occasion, said: string): Wording {
	return {
		message: `PixVerse is not able to ${occasion.task} right now`,
		description: `${said ? `It says: ${said}. ` : ''}Try again in a few minutes.`,
	};
}

function slow(occasion: Occasion): Wording {
	return {
		message: `PixVerse took too long to ${occasion.task}`,
		description: 'Try again in a few minutes.',
	};
}

function other(occasion: Occasion, said: string, status: number): Wording {
	if (status >= 300 && status < 400)
		return {
			message: 'The API address points somewhere else',
			description:
				'It answers with a redirect, which is not followed, so that the token goes nowhere else. Check Base URL in the PixVerse credential.',
		};
	return {
		message: `PixVerse refused to ${occasion.task} (status ${status})`,
		description: said ? `It says: ${said}` : 'It gave no reason.',
	};
}

/** `first_frame_path is not …` → `"First Frame" (first_frame_path) is not …`. */
function inEditorTerms(said: string, names: Occasion['names'] = {}): string {
	const known = Object.keys(names)
		.filter((name) => /[_A-Z]/.test(name))
		.sort((a, b) => b.length - a.length);
	const found = known.find((name) => new RegExp(`\\b${name}\\b`).test(said));
	return found
		? said.replace(new RegExp(`["'\`]?\\b${found}\\b["'\`]?`), `"${names[found]}" (${found})`)
		: said;
}

function named(occasion: Occasion): string {
	return occasion.account ? ` ${occasion.account}` : '';
}

function unpaid(occasion: Occasion): string {
	return occasion.paid ? ' Nothing was generated for this item.' : '';
}

/** The words for an answer that is not a success. */
export function wordsFor(answer: Answer, occasion: Occasion): Wording {
	const said = inEditorTerms(explanationIn(answer.body, occasion.secrets), occasion.names);
	const words = WORDS[answer.status];
	if (words) return words(occasion, said);
	return other(occasion, said, answer.status);
}

/**
 * Makes the error for a reply that is not a success. It carries the status in `httpCode` and the item, and nothing of
 * the request, so no header can leak.
 */
export function refusal(node: INode, reply: Reply, occasion: Occasion): NodeApiError {
	if (reply.kind === 'silence')
		return apiError(node, occasion, {
			message: `The PixVerse API could not be reached: ${reply.reason}`,
			description:
				'Check Base URL in the PixVerse credential and the network of this n8n, then try again.',
		});
	return apiError(node, occasion, wordsFor(reply, occasion), String(reply.status));
}

/** A NodeApiError with exactly these words: n8n would otherwise put its own in their place. */
export function apiError(
	node: INode,
	occasion: Pick<Occasion, 'itemIndex'>,
	wording: Wording,
	httpCode?: string,
): NodeApiError {
	const { itemIndex } = occasion;
	const { message, description } = shown(wording, itemIndex);
	return new NodeApiError(node, { message }, { message, description, httpCode, itemIndex });
}

/** A NodeOperationError about an item: something that can be put right in the editor. */
export function inputError(
	node: INode,
	itemIndex: number | undefined,
	wording: { message: string; description?: string },
): NodeOperationError {
	const { message, description } = shown(wording, itemIndex);
	return new NodeOperationError(node, message, { itemIndex, description });
}

/** Characters of a message and of a description, whatever goes into them. */
const LONGEST = { message: 500, description: 2000 };

/**
 * The words as n8n may show them: as HTML. What goes into them comes from the API, from items and from files as well,
 * and an address among it may be signed.
 */
function shown(
	{ message, description }: { message: string; description?: string },
	itemIndex: number | undefined,
) {
	return {
		message: withItem(presentable(message, [], LONGEST.message), itemIndex),
		description: description && presentable(description, [], LONGEST.description),
	};
}

function withItem(message: string, itemIndex: number | undefined): string {
	return itemIndex === undefined || new RegExp(`\\bitem ${itemIndex}\\b`).test(message)
		? message
		: `${message} [item ${itemIndex}]`;
}
