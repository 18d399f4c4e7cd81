import type {
	ICredentialDataDecryptedObject,
	ICredentials,
	ICredentialType,
	IHttpRequestHelper,
	IHttpRequestOptions,
	INode,
	INodeCredentialsDetails,
	INodeProperties,
	IRequestOptionsSimplified,
	IWorkflowExecuteAdditionalData,
	Workflow,
} from 'n8n-workflow';
import { ICredentialsHelper, isExpression, NodeHelpers } from 'n8n-workflow';

/** The values of a credential as the user entered them, by field name. */
export type CredentialValues = ICredentialDataDecryptedObject;

/**
 * n8n's credentials helper without its database. The values come from the test. Everything else (defaults, expressions
 * in `authenticate`, pre-authentication) comes from the credential type, as in n8n.
 */
export class CredentialStore extends ICredentialsHelper {
	private readonly types: Map<string, ICredentialType>;

	constructor(
		types: readonly ICredentialType[],
		private readonly values: Readonly<Record<string, CredentialValues>>,
	) {
		super();
		this.types = new Map(types.map((type) => [type.name, type]));
	}

	/** The credential's values with the defaults n8n fills in. */
	withDefaults(typeName: string, values: CredentialValues): CredentialValues {
		const { properties } = this.type(typeName);
		const filled = NodeHelpers.getNodeParameters(
			properties,
			values as Parameters<typeof NodeHelpers.getNodeParameters>[1],
			true,
			false,
			null,
			null,
		);
		return (filled ?? values) as CredentialValues;
	}

	override async getDecrypted(
		_additionalData: IWorkflowExecuteAdditionalData,
		_credential: INodeCredentialsDetails,
		typeName: string,
	): Promise<CredentialValues> {
		const values = this.values[typeName];
		if (values === undefined) throw new Error(`The test has no credential "${typeName}"`);
		return this.withDefaults(typeName, values);
	}

	override async authenticate(
		credentials: CredentialValues,
		typeName: string,
		requestOptions: IHttpRequestOptions | IRequestOptionsSimplified,
		workflow?: Workflow,
		node?: INode,
	): Promise<IHttpRequestOptions> {
		const options = requestOptions as IHttpRequestOptions;
		const { authenticate } = this.type(typeName);
		if (authenticate === undefined) return options;
		if (typeof authenticate === 'function') return await authenticate(credentials, options);
		if (workflow === undefined || node === undefined) {
			throw new Error('A declared authentication can only be resolved for a node of a workflow');
		}
		const resolve = (text: string): string => {
			if (!isExpression(text)) return text;
			const keys = { $credentials: credentials };
			const { expression } = workflow;
			return String(
				expression.getSimpleParameterValue(node, text, 'internal', keys, undefined, '') ?? '',
			);
		};
		const parts = options as unknown as Record<string, Record<string, unknown> | undefined>;
		for (const [part, entries] of Object.entries(authenticate.properties)) {
			const target = (parts[part] ??= {});
			for (const [key, value] of Object.entries(entries as Record<string, string>)) {
				target[resolve(key)] = resolve(value);
			}
		}
		return options;
	}

	override async preAuthentication(
		helpers: IHttpRequestHelper,
		credentials: CredentialValues,
		typeName: string,
		_node: INode,
		credentialsExpired: boolean,
	): Promise<CredentialValues | undefined> {
		const { preAuthentication, properties } = this.type(typeName);
		const expirable = properties.find(
			({ type, typeOptions }) => type === 'hidden' && typeOptions?.expirable === true,
		);
		if (preAuthentication === undefined || expirable === undefined) return undefined;
		if (credentials[expirable.name] !== '' && !credentialsExpired) return undefined;
		return Object.assign(credentials, await preAuthentication.call(helpers, credentials));
	}

	override getCredentialsProperties(typeName: string): INodeProperties[] {
		return this.type(typeName).properties;
	}

	override getParentTypes(typeName: string): string[] {
		return this.types.get(typeName)?.extends ?? [];
	}

	override isCredentialUsableByNode(): boolean {
		return true;
	}

	override async runPreAuthentication(): Promise<undefined> {
		return undefined;
	}

	override async getCredentials(): Promise<ICredentials> {
		throw new Error("Nodes can't read stored credentials");
	}

	override async updateCredentials(): Promise<void> {
		throw new Error("Tests don't change stored credentials");
	}

	override async updateCredentialsOauthTokenData(): Promise<void> {
		throw new Error("Tests don't use OAuth");
	}

	private type(name: string): ICredentialType {
		const type = this.types.get(name);
		if (type === undefined) throw new Error(`Unknown credential type "${name}"`);
		return type;
	}
}
