import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

/** A field whose choices depend on the chosen model. */
export interface Following {
	name: string;
	displayName: string;
	description: string;
	/** Stands for "not set": nothing is sent, and the API takes its own default. */
	unset: '' | 0;
	placeholder?: string;
	/**
	 * The choices of a model, without the one for "not set".
	 * @returns undefined where the catalog does not know (free input); empty where the model takes none (no field)
	 */
	choices: (model: string) => Choices | undefined;
}

export interface Choices {
	values: ReadonlyArray<string | number>;
	/** What the API takes when none is sent. */
	byDefault?: string | number;
	/** True when the API insists on a value. */
	required?: boolean;
}

/** One list for each group of models that offer the same, and free input for all others and for expressions. */
export function following(field: Following, models: string[]): INodeProperties[] {
	const groups = new Map<string, { models: string[]; choices: Choices }>();
	for (const model of models) {
		const choices = field.choices(model);
		if (!choices) continue;
		const key = JSON.stringify(choices);
		const group = groups.get(key);
		if (group) group.models.push(model);
		else groups.set(key, { models: [model], choices });
	}
	const known = [...groups.values()];
	return [
		...known
			.filter(({ choices }) => choices.values.length > 0)
			.map((group) => list(field, group.models, group.choices)),
		free(
			field,
			known.flatMap((group) => group.models),
		),
	];
}

function list(field: Following, models: string[], choices: Choices): INodeProperties {
	const { displayName, name, description, unset } = field;
	return {
		displayName,
		name,
		description,
		type: 'options',
		default: unset,
		options: optionsOf(field, choices),
		// n8n shows a field when a condition is an expression; of several lists only one may be seen.
		displayOptions: {
			show: { model: models },
			hide: { model: [{ _cnd: { startsWith: '=' } }] },
		},
	};
}

function optionsOf({ unset }: Following, choices: Choices): INodePropertyOptions[] {
	const { values, byDefault, required } = choices;
	const shown = (value: string | number) => (unset === 0 ? `${value} s` : String(value));
	const standard =
		byDefault === undefined ? 'Default of the Model' : `Default (${shown(byDefault)})`;
	return [
		{ name: required ? 'Choose…' : standard, value: unset },
		...values.map((value) => ({ name: shown(value), value })),
	];
}

function free(field: Following, known: string[]): INodeProperties {
	const { displayName, name, description, unset, placeholder } = field;
	const shared = { displayName, name, description, displayOptions: { hide: { model: known } } };
	if (unset === 0)
		return {
			...shared,
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 0,
			hint: 'In seconds; 0 for the default of the model',
		};
	return {
		...shared,
		type: 'string',
		default: '',
		placeholder,
		hint: 'Leave empty for the default of the model',
	};
}

/** Picks a model. One that appeared since can be typed. */
export function modelPicker(byDefault: string, description: string): INodeProperties {
	return {
		displayName: 'Model',
		name: 'model',
		type: 'resourceLocator',
		default: { mode: 'list', value: byDefault },
		description,
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				typeOptions: { searchListMethod: 'searchModels', searchable: true },
			},
			{
				displayName: 'ID',
				name: 'id',
				type: 'string',
				placeholder: 'e.g. v6',
				hint: 'A model that is not in the list is sent as typed; PixVerse decides',
			},
		],
	};
}
