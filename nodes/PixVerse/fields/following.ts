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

/** One list for each model, and free input for all others and for expressions. */
export function following(field: Following, models: string[]): INodeProperties[] {
	const known = models.flatMap((model) => {
		const choices = field.choices(model);
		return choices ? [{ model, choices }] : [];
	});
	return [
		...known
			.filter(({ choices }) => choices.values.length > 0)
			.map(({ model, choices }) => list(field, model, choices)),
		free(
			field,
			known.map(({ model }) => model),
		),
	];
}

function list(field: Following, model: string, choices: Choices): INodeProperties {
	const { displayName, name, description, unset } = field;
	return {
		displayName,
		name,
		description,
		type: 'options',
		default: unset,
		options: optionsOf(field, choices),
		// Not `show`: n8n shows every field whose condition is an expression, and so all lists at once. Not one list for
		// several models either: only `hide` with a single `not` holds for expressions and unknown models alike.
		displayOptions: { hide: { model: [{ _cnd: { not: model } }] } },
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
