import fc from 'fast-check';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import type { ErrorContext } from '../../../nodes/shared/api/errors';
import {
	createApiError,
	createInputError,
	createResponseError,
	getErrorText,
} from '../../../nodes/shared/api/errors';
import { createResponse, node } from '../fake-api.cts';

/** Every status of the reference that is not a success. */
const DOCUMENTED = [400, 401, 402, 403, 404, 408, 410, 412, 422, 429, 500, 502, 503, 504, 596];
const TOKEN = 'user:1234-AbCdEfGh';

const paidRequest: ErrorContext = {
	verbPhrase: 'create the video',
	itemIndex: 3,
	isPaid: true,
	secrets: [TOKEN],
};
const readRequest: ErrorContext = {
	verbPhrase: 'read the video',
	subject: 'The video user:1-pixverse:a@example.com-video:9',
	account: 'a@example.com',
};

const getStatusText = (
	status: number,
	errorContext: ErrorContext = paidRequest,
	body: unknown = '',
) => getErrorText(createResponse(status, body), errorContext);

describe('createResponseError', () => {
	describe.each(DOCUMENTED)('with status %d', (status) => {
		it.each([
			['of a paid request', paidRequest],
			['of a paid request on an account', { ...paidRequest, account: 'a@example.com' }],
			['of a read', readRequest],
			['of a read without a subject', { verbPhrase: 'read the accounts' }],
		] as Array<[string, ErrorContext]>)(
			'should contain the problem and the next step for %s',
			(_case, errorContext) => {
				const { message, description } = getStatusText(status, errorContext);
				expect(message).not.toContain('(status');
				expect(description).toMatch(
					/\b(Check|Choose|Compare|Copy|Delete|Look|Remove|Renew|Select|Rephrase|Top up|Try|Use|Wait)\b/,
				);
				expect(`${message} ${description}`).not.toMatch(/error|problem|failure|undefined|null/i);
			},
		);

		it('should have the status and the item in the error', () => {
			const error = createResponseError(node, createResponse(status, { error: 'x' }), paidRequest);
			expect(error).toBeInstanceOf(NodeApiError);
			expect(error.httpCode).toBe(String(status));
			expect(error.context.itemIndex).toBe(3);
			expect(error.message).toMatch(/item 3\b/);
		});

		it("should have its own message instead of n8n's default message and the error name of the API", () => {
			const error = createResponseError(
				node,
				createResponse(status, { error: 'Bad Request' }),
				paidRequest,
			);
			const { message, description } = getStatusText(status);
			expect(error.message.startsWith(message)).toBe(true);
			expect(error.description).toBe(description);
			expect(`${error.message} ${error.description}`).not.toContain('Bad Request');
		});
	});

	it('should have a separate message for every cause that differs for the user', () => {
		const messages = new Map(
			DOCUMENTED.map((status) => [status, getStatusText(status, readRequest).message]),
		);
		const causes = [
			[500, 502, 503],
			[408, 504],
		];
		for (const [first, ...others] of causes)
			for (const other of others) expect(messages.get(other)).toBe(messages.get(first as number));
		for (const [, ...others] of causes) for (const other of others) messages.delete(other);
		expect(new Set(messages.values()).size).toBe(messages.size);
	});

	it.each([
		[412, 'The PixVerse account a@example.com has no credits left'],
		[429, 'No free slot: the PixVerse account a@example.com is busy'],
		[596, 'PixVerse has signed out the account a@example.com'],
	])('should name the account for status %d', (status, message) => {
		expect(getStatusText(status, { ...paidRequest, account: 'a@example.com' }).message).toBe(
			message,
		);
	});

	it('should only report that nothing was generated for requests that cost credits', () => {
		for (const status of [400, 412, 422, 429, 596]) {
			expect(getStatusText(status).description).toContain('Nothing was generated for this item.');
			expect(getStatusText(status, readRequest).description).not.toContain('Nothing was generated');
		}
		for (const status of [408, 500, 502, 503, 504])
			expect(getStatusText(status).description).not.toContain('Nothing was generated');
	});

	it('should include the explanation of the API where it helps', () => {
		const body = { error: 'The face is not clear' };
		expect(getStatusText(400, paidRequest, body).message).toContain('The face is not clear');
		for (const status of [422, 500, 502, 503, 596])
			expect(getStatusText(status, paidRequest, body).description).toContain(
				'The face is not clear',
			);
		expect(getStatusText(422).description).toContain("PixVerse didn't give a reason.");
	});

	it('should name the account as missing only if there is no ID', () => {
		expect(getStatusText(404, readRequest)).toEqual({
			message: 'The video user:1-pixverse:a@example.com-video:9 was not found',
			description:
				'Check the ID. The generation may have been deleted, or it may belong to another API token.',
		});
		expect(
			getStatusText(404, { verbPhrase: 'list the videos', account: 'a@example.com' }).message,
		).toBe('The PixVerse account a@example.com was not found');
	});

	it.each([
		['is empty', ''],
		['is a web page', '<html><h1>404 Not Found</h1></html>'],
		['names the path', { error: 'Cannot POST /v2/pixverse/videos/restyle' }],
		['has no message', { message: 'Route not found', statusCode: 404 }],
	])('should report that the endpoint may be retired if the response %s', (_case, body) => {
		const { message, description } = getStatusText(
			404,
			{ ...paidRequest, mayBeRetired: true },
			body,
		);
		expect(message).toBe(
			"PixVerse can't create the video: the API may no longer have this endpoint",
		);
		expect(description).toContain('Nothing was generated');
	});

	it.each(['Video user:1-pixverse:a@example.com-video:9 not found', 'Unknown account'])(
		'should not report a retired endpoint if the API names something else: %s',
		(error) => {
			const { message } = getStatusText(404, { ...readRequest, mayBeRetired: true }, { error });
			expect(message).toMatch(/ was not found$/);
		},
	);

	it.each([301, 302, 307, 308])('should mention the base URL after a redirect (%d)', (status) => {
		expect(getStatusText(status).description).toContain('Base URL');
	});

	it('should show an unknown status and the explanation of the API', () => {
		expect(getStatusText(418, paidRequest, { error: 'I am a teapot' })).toEqual({
			message: 'PixVerse rejected the request to create the video (status 418)',
			description: "PixVerse's reason: I am a teapot.",
		});
		expect(getStatusText(418).description).toBe("PixVerse didn't give a reason.");
	});

	it('should show no token and no markup, whatever the status and the body', () => {
		const body = fc.oneof(
			fc.jsonValue(),
			fc.string().map((text) => ({ error: `${text} ${TOKEN} <i>${text}` })),
			fc.string().map((text) => ({ error: { message: `Bearer ${TOKEN} ${text}` } })),
		);
		fc.assert(
			fc.property(fc.integer({ min: 300, max: 599 }), body, (status, responseBody) => {
				const error = createResponseError(node, createResponse(status, responseBody), {
					...paidRequest,
					itemIndex: 0,
				});
				const shown = `${error.message} ${error.description}`;
				expect(shown).not.toContain(TOKEN);
				expect(shown).not.toMatch(/[<>]/);
				expect(JSON.stringify(error)).not.toContain(TOKEN);
				expect(error.httpCode).toBe(String(status));
			}),
		);
	});
});

describe('Parameter names in explanations of the API', () => {
	const names = {
		prompt: 'Prompt',
		first_frame_path: 'First Frame',
		sound_effect_prompt: 'Sound Effect Prompt',
		replyUrl: 'Reply URL',
		email: 'Account',
	};
	const getMessage = (error: string) =>
		getStatusText(400, { ...paidRequest, names }, { error }).message;

	it.each([
		['first_frame_path is required', '"First Frame" (first_frame_path) is required'],
		['Parameter "first_frame_path" missing', 'Parameter "First Frame" (first_frame_path) missing'],
		["'replyUrl' is too long", '"Reply URL" (replyUrl) is too long'],
		['sound_effect_prompt: no', '"Sound Effect Prompt" (sound_effect_prompt): no'],
	])('should become display names: %s', (explanation, shown) => {
		expect(getMessage(explanation)).toBe(
			`PixVerse rejected the request to create the video: ${shown}`,
		);
	});

	it.each([
		'The prompt was empty',
		'Send an email',
		'first_frame_pathology',
		'no parameter at all',
	])('should not be recognized in other words: %s', (explanation) => {
		expect(getMessage(explanation)).toBe(
			`PixVerse rejected the request to create the video: ${explanation}`,
		);
	});
});

describe('createNetworkError', () => {
	it('should have the reason and the item, but no status', () => {
		const networkFailure = {
			kind: 'networkFailure',
			reason: 'the host name does not exist',
			mayHaveBeenReceived: false,
		} as const;
		const error = createResponseError(node, networkFailure, paidRequest);
		expect(error.message).toBe(
			'The PixVerse API could not be reached: the host name does not exist [item 3]',
		);
		expect(error.description).toContain('Base URL');
		expect(error.httpCode).toBeNull();
		expect(error.context.itemIndex).toBe(3);
	});
});

describe('The item number in an error', () => {
	it('should be at the end once, unless the message contains it already', () => {
		const message = (text: string, itemIndex?: number) =>
			createApiError(node, { itemIndex }, { message: text, description: '' }).message;
		expect(message('It is gone', 3)).toBe('It is gone [item 3]');
		expect(message('Item: item 3 is gone', 3)).toBe('Item: item 3 is gone');
		expect(message('It is gone')).toBe('It is gone');
	});

	it('should not be omitted for an item number that starts with the same digit', () => {
		expect(
			createApiError(node, { itemIndex: 1 }, { message: 'Unlike item 12', description: '' })
				.message,
		).toBe('Unlike item 12 [item 1]');
	});

	it('should be in errors about the input too', () => {
		const error = createInputError(node, 2, {
			message: '"Prompt" is empty',
			description: 'Fill it in.',
		});
		expect(error).toBeInstanceOf(NodeOperationError);
		expect(error).toMatchObject({
			message: '"Prompt" is empty [item 2]',
			description: 'Fill it in.',
			context: { itemIndex: 2 },
		});
	});
});
