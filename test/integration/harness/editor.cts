import type {
	ICredentialType,
	INodeCredentialTestResult,
	INodeListSearchResult,
	INodePropertyOptions,
	INodeType,
} from 'n8n-workflow';
import { createRunExecutionData, NodeConnectionTypes } from 'n8n-workflow';

import { type CredentialValues } from './credentials.cts';
import { n8nCore } from './engine.cts';
import { type NodeConfig, createFixture, createAdditionalData } from './workflow.cts';
import { type CredentialName, loadCredential, loadNode } from './sources.cts';

/**
 * The methods of a node that the editor calls while a user fills in parameters.
 */

interface Search extends NodeConfig {
	/** What the user typed into the search box. */
	readonly filter?: string;
	/** The token an earlier answer gave for its next page. */
	readonly paginationToken?: string;
}

function contextFor(use: NodeConfig) {
	const { workflow, node, nodeType, credentials } = createFixture(use, [], {});
	const additionalData = createAdditionalData(credentials, {
		currentNodeParameters: node.parameters,
	});
	return {
		nodeType,
		context: new n8nCore.LoadOptionsContext(workflow, node, additionalData, 'parameters'),
	};
}

const missing = (kind: string, method: string, methods: object | undefined): Error =>
	new Error(`The node has no ${kind} "${method}", only: ${Object.keys(methods ?? {}).join(', ')}`);

/** Opens the list of a resource locator: `methods.listSearch[method]`, with n8n's own context. Throws what it throws. */
export async function listSearch(method: string, use: Search): Promise<INodeListSearchResult> {
	const { nodeType, context } = contextFor(use);
	const search = nodeType.methods?.listSearch?.[method];
	if (search === undefined) throw missing('listSearch', method, nodeType.methods?.listSearch);
	return await search.call(context, use.filter, use.paginationToken);
}

/** Opens an options list: `methods.loadOptions[method]`, with n8n's own context. */
export async function loadOptions(
	method: string,
	use: NodeConfig,
): Promise<INodePropertyOptions[]> {
	const { nodeType, context } = contextFor(use);
	const load = nodeType.methods?.loadOptions?.[method];
	if (load === undefined) throw missing('loadOptions', method, nodeType.methods?.loadOptions);
	return await load.call(context);
}

interface CredentialTestSubject {
	/** The credential type to test. Default: the one of this package. */
	readonly type?: CredentialName | ICredentialType;
	/** The node whose `methods.credentialTest` is used. Default: the action node. */
	readonly node?: INodeType;
}

/**
 * Presses "Save" on a credential: n8n tests it by the request its type declares or, when it declares none, by the function
 * a node names in `testedBy`. Follows what n8n's credentials tester does with the answer, which lives in n8n's server
 * and not in n8n-core: `rules` of type responseCode are checked in order, then the status text, then the network's
 * error code; a good answer is checked against rules of type responseSuccessBody.
 */
export async function testCredential(
	values: CredentialValues,
	{ type = 'pixVerseApi', node }: CredentialTestSubject = {},
): Promise<INodeCredentialTestResult> {
	const credentialType = typeof type === 'string' ? loadCredential(type) : type;
	const { name, test } = credentialType;
	const holder: INodeType = {
		description: {
			displayName: 'Credential Test',
			name: 'credentialTest',
			group: ['transform'],
			version: 1,
			description: 'Sends the request a credential type declares as its test',
			defaults: { name: 'Credential Test' },
			inputs: [NodeConnectionTypes.Main],
			outputs: [NodeConnectionTypes.Main],
			credentials: [{ name, required: true }],
			properties: [
				{
					displayName: 'Temp',
					name: 'temp',
					type: 'string',
					default: '',
					...(test === undefined ? {} : { routing: { request: test.request } }),
				},
			],
		},
	};
	const bench = createFixture(
		{ node: holder, credentials: values, credentialTypes: [credentialType] },
		[{}],
		{},
	);
	const decrypted = {
		id: '1',
		name: 'Account of the test',
		type: name,
		data: bench.credentials.withDefaults(name, values),
	};

	if (test === undefined) {
		const tester = node ?? loadNode('pixVerse');
		const declared = tester.description.credentials?.find((entry) => entry.name === name)?.testedBy;
		const testFunction =
			typeof declared === 'string' ? tester.methods?.credentialTest?.[declared] : undefined;
		if (testFunction === undefined) throw new Error(`Nothing tests the credential "${name}"`);
		const additionalData = createAdditionalData(bench.credentials);
		return await testFunction.call(new n8nCore.CredentialTestContext(additionalData), decrypted);
	}

	const { workflow, node: holderNode } = bench;
	const context = new n8nCore.ExecuteContext(
		workflow,
		holderNode,
		createAdditionalData(bench.credentials),
		'internal',
		createRunExecutionData(),
		0,
		[],
		{ main: [[{ json: {} }]] },
		{ node: holderNode, data: {}, source: null },
		[],
	);
	const rules = test.rules ?? [];
	try {
		const answer = await new n8nCore.RoutingNode(context, holder, decrypted).runNode();
		for (const { type: rule, properties } of rules) {
			if (rule !== 'responseSuccessBody') continue;
			if (valueAt(answer?.[0]?.[0]?.json, properties.key) === properties.value) {
				return { status: 'Error', message: properties.message };
			}
		}
		return { status: 'OK', message: 'Connection successful!' };
	} catch (error) {
		return { status: 'Error', message: wordsFor(error, rules) };
	}
}

/** The value a dotted path leads to. */
const valueAt = (json: unknown, path: string): unknown =>
	path
		.split('.')
		.reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], json);

interface RequestFailure {
	readonly message: string;
	/** All that older versions of n8n tell: the status, or the network's error code. */
	readonly httpCode?: string | null;
	readonly cause?: {
		readonly code?: string;
		readonly response?: { readonly status: number; readonly statusText?: string };
	};
}

type Rules = NonNullable<NonNullable<ICredentialType['test']>['rules']>;

/** The sentence n8n shows under the credential for a request that failed. */
function wordsFor(thrown: unknown, rules: Rules): string {
	const { message, cause, httpCode } = thrown as RequestFailure;
	const status = cause?.response?.status ?? Number(httpCode ?? Number.NaN);
	if (Number.isNaN(status)) return cause?.code ?? httpCode ?? message;
	for (const rule of rules) {
		if (rule.type === 'responseCode' && rule.properties.value === status) {
			return rule.properties.message;
		}
	}
	return cause?.response?.statusText || `Received HTTP status code: ${status}`;
}
