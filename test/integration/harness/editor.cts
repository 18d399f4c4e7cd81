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

interface ListSearchConfig extends NodeConfig {
	/** What the user typed into the search box. */
	readonly filter?: string;
	/** The token that an earlier response has returned for its next page. */
	readonly paginationToken?: string;
}

function createContext(config: NodeConfig) {
	const { workflow, node, nodeType, credentials } = createFixture(config, [], {});
	const additionalData = createAdditionalData(credentials, {
		currentNodeParameters: node.parameters,
	});
	return {
		nodeType,
		context: new n8nCore.LoadOptionsContext(workflow, node, additionalData, 'parameters'),
	};
}

const createMissingMethodError = (
	kind: string,
	method: string,
	methods: object | undefined,
): Error =>
	new Error(`The node has no ${kind} "${method}", only: ${Object.keys(methods ?? {}).join(', ')}`);

/** Opens the list of a resource locator: calls `methods.listSearch[method]` with n8n's own context. */
export async function listSearch(
	method: string,
	config: ListSearchConfig,
): Promise<INodeListSearchResult> {
	const { nodeType, context } = createContext(config);
	const searchMethod = nodeType.methods?.listSearch?.[method];
	if (searchMethod === undefined)
		throw createMissingMethodError('listSearch', method, nodeType.methods?.listSearch);
	return await searchMethod.call(context, config.filter, config.paginationToken);
}

/** Opens an options list: calls `methods.loadOptions[method]` with n8n's own context. */
export async function loadOptions(
	method: string,
	config: NodeConfig,
): Promise<INodePropertyOptions[]> {
	const { nodeType, context } = createContext(config);
	const loadMethod = nodeType.methods?.loadOptions?.[method];
	if (loadMethod === undefined)
		throw createMissingMethodError('loadOptions', method, nodeType.methods?.loadOptions);
	return await loadMethod.call(context);
}

interface CredentialTestSubject {
	/** The credential type to test. Default: the type of this package. */
	readonly type?: CredentialName | ICredentialType;
	/** The node whose `methods.credentialTest` is used. Default: the action node. */
	readonly node?: INodeType;
}

/**
 * Tests a credential as n8n does when it is saved: with the request that its type declares or, without one, with the
 * function that a node names in `testedBy`. Evaluates the response as the credentials tester of n8n's server, which isn't
 * part of n8n-core: a failure is matched against the `rules` of type responseCode, then the status text, then the network
 * error code; a success is matched against the rules of type responseSuccessBody.
 */
export async function testCredential(
	values: CredentialValues,
	{ type = 'pixVerseApi', node }: CredentialTestSubject = {},
): Promise<INodeCredentialTestResult> {
	const credentialType = typeof type === 'string' ? loadCredential(type) : type;
	const { name, test } = credentialType;
	const requestNode: INodeType = {
		description: {
			displayName: 'Credential Test',
			name: 'credentialTest',
			group: ['transform'],
			version: 1,
			description: 'Sends the test request of a credential type',
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
	const fixture = createFixture(
		{ node: requestNode, credentials: values, credentialTypes: [credentialType] },
		[{}],
		{},
	);
	const decrypted = {
		id: '1',
		name: 'Account of the test',
		type: name,
		data: fixture.credentials.withDefaults(name, values),
	};

	if (test === undefined) {
		const testingNode = node ?? loadNode('pixVerse');
		const functionName = testingNode.description.credentials?.find(
			(entry) => entry.name === name,
		)?.testedBy;
		const testFunction =
			typeof functionName === 'string'
				? testingNode.methods?.credentialTest?.[functionName]
				: undefined;
		if (testFunction === undefined) throw new Error(`The credential "${name}" has no test`);
		const additionalData = createAdditionalData(fixture.credentials);
		return await testFunction.call(new n8nCore.CredentialTestContext(additionalData), decrypted);
	}

	const { workflow, node: testNode } = fixture;
	const context = new n8nCore.ExecuteContext(
		workflow,
		testNode,
		createAdditionalData(fixture.credentials),
		'internal',
		createRunExecutionData(),
		0,
		[],
		{ main: [[{ json: {} }]] },
		{ node: testNode, data: {}, source: null },
		[],
	);
	const rules = test.rules ?? [];
	try {
		const output = await new n8nCore.RoutingNode(context, requestNode, decrypted).runNode();
		for (const { type: rule, properties } of rules) {
			if (rule !== 'responseSuccessBody') continue;
			if (getValueAt(output?.[0]?.[0]?.json, properties.key) === properties.value) {
				return { status: 'Error', message: properties.message };
			}
		}
		return { status: 'OK', message: 'Connection successful!' };
	} catch (error) {
		return { status: 'Error', message: getFailureMessage(error, rules) };
	}
}

/** Reads the value at a dotted path. */
const getValueAt = (json: unknown, path: string): unknown =>
	path
		.split('.')
		.reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], json);

interface RequestFailure {
	readonly message: string;
	/** The status or the network error code. Older versions of n8n have nothing else. */
	readonly httpCode?: string | null;
	readonly cause?: {
		readonly code?: string;
		readonly response?: { readonly status: number; readonly statusText?: string };
	};
}

type Rules = NonNullable<NonNullable<ICredentialType['test']>['rules']>;

/** The message that n8n shows in the credential after a failed request. */
function getFailureMessage(error: unknown, rules: Rules): string {
	const { message, cause, httpCode } = error as RequestFailure;
	const status = cause?.response?.status ?? Number(httpCode ?? Number.NaN);
	if (Number.isNaN(status)) return cause?.code ?? httpCode ?? message;
	for (const rule of rules) {
		if (rule.type === 'responseCode' && rule.properties.value === status) {
			return rule.properties.message;
		}
	}
	return cause?.response?.statusText || `Received HTTP status code: ${status}`;
}
