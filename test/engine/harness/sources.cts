import type { ICredentialType, INodeType } from 'n8n-workflow';

/** The nodes of this package, by the name saved workflows know them by. */
const nodes = {
	pixVerse: () => construct<INodeType>('../../../nodes/PixVerse/PixVerse.node', 'PixVerse'),
};

/** The credentials of this package, by type name. */
const credentials = {
	pixVerseApi: () =>
		construct<ICredentialType>('../../../credentials/PixVerseApi.credentials', 'PixVerseApi'),
};

export type NodeName = keyof typeof nodes;
export type CredentialName = keyof typeof credentials;

/** As n8n loads a node: the file's class of that name, constructed without arguments. */
function construct<T>(file: string, className: string): T {
	const exported = require(file) as Record<string, new () => T>;
	const Class = exported[className];
	if (Class === undefined) throw new Error(`${file} exports no class ${className}`);
	return new Class();
}

/** A node of this package, from source. */
export const loadNode = (name: NodeName): INodeType => nodes[name]();

/** A credential type of this package, from source. */
export function loadCredential(name: string): ICredentialType {
	if (!(name in credentials)) throw new Error(`This package has no credential "${name}"`);
	return credentials[name as CredentialName]();
}
