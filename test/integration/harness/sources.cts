import type { ICredentialType, INodeType } from 'n8n-workflow';

import { PixVerseApi } from '../../../credentials/PixVerseApi.credentials';
import { PixVerse } from '../../../nodes/PixVerse/PixVerse.node.ts';
import { PixVerseTrigger } from '../../../nodes/PixVerseTrigger/PixVerseTrigger.node.ts';

/** The nodes of this package, by their names in saved workflows. n8n constructs each once. */
const nodes = {
	pixVerse: new PixVerse(),
	pixVerseTrigger: new PixVerseTrigger(),
} satisfies Record<string, INodeType>;

/** The credentials of this package, by type name. */
const credentials = { pixVerseApi: PixVerseApi } satisfies Record<
	string,
	new () => ICredentialType
>;

export type NodeName = keyof typeof nodes;
export type CredentialName = keyof typeof credentials;

/** A node of this package, from source. */
export const loadNode = (name: NodeName): INodeType => nodes[name];

/** The node as the tool that n8n creates of it for AI agents. */
export function loadTool(): INodeType {
	const node = new PixVerse();
	node.description = { ...node.description, name: 'pixVerseTool' };
	return node;
}

/** A credential type of this package, from source. */
export function loadCredential(name: string): ICredentialType {
	if (!(name in credentials)) throw new Error(`This package has no credential "${name}"`);
	return new credentials[name as CredentialName]();
}
