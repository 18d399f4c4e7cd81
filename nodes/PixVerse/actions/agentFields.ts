import type { INodeProperties } from 'n8n-workflow';
import { hiddenInTools } from '../../shared/descriptions/output';

const isText = ({ name, type }: INodeProperties) =>
	type === 'string' && (name === 'prompt' || name === 'text');
const isId = ({ name, type, required }: INodeProperties) =>
	type === 'resourceLocator' &&
	required &&
	/^(?:video|image|music|musicVideo|speech)Id$|^source/.test(name);

/**
 * In tools, the model of the AI agent fills in prompts, texts, and required IDs until the user sets them. Other parameters
 * keep their defaults, because changed defaults would also apply to saved tools.
 */
export function fillByAgent(field: INodeProperties): INodeProperties[] {
	if (!isText(field) && !isId(field)) return [field];
	const { displayOptions: { show, hide } = {}, displayName, description } = field;
	const modelDescription = isId(field)
		? `ID of the ${displayName.toLowerCase()}, as returned by another tool`
		: description;
	// The expression that n8n inserts when the user lets the model define a parameter.
	const value = `={{ /*n8n-auto-generated-fromAI-override*/ $fromAI('${displayName.replace(/\W/g, '_')}', \`${modelDescription}\`, 'string') }}`;
	return [
		{
			...field,
			displayOptions: { ...(show && { show }), hide: { ...hide, ...hiddenInTools.hide } },
		},
		{
			...field,
			default: isId(field) ? { mode: 'id', value } : value,
			displayOptions: { show: { ...show, '@tool': [true] }, ...(hide && { hide }) },
		},
	];
}
