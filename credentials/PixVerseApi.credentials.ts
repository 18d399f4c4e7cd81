import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';

export class PixVerseApi implements ICredentialType {
	name = 'pixVerseApi';

	displayName = 'PixVerse API';

	icon = {
		light: 'file:../icons/pixverse.svg',
		dark: 'file:../icons/pixverse.dark.svg',
	} as const;

	documentationUrl = 'https://github.com/n8n-nodes-pixverse/n8n-nodes-pixverse#credentials';

	properties: INodeProperties[] = [
		{
			displayName: 'API Token',
			name: 'apiToken',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			placeholder: 'e.g. user:1234-abcdefgh',
			description: 'The whole token of your useapi.net subscription, with "user:" in front',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: 'https://api.useapi.net',
			required: true,
			description: 'Address of the API. Change it only to use a proxy or a simulator.',
		},
	];

	/** A function, because n8n evaluates expressions as if they stood in the node, which fails with execution logic v2. */
	authenticate = async (
		{ apiToken }: ICredentialDataDecryptedObject,
		request: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> => ({
		...request,
		headers: { ...request.headers, Authorization: `Bearer ${String(apiToken ?? '').trim()}` },
	});
}
