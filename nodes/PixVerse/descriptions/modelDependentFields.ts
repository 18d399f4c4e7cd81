import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { searchableLocator } from './searchableLocator';

/** A field whose choices depend on the chosen model. */
export interface ModelDependentField {
	name: string;
	displayName: string;
	description: string;
	/** Stands for "not set": nothing is sent, and the API takes its own default. */
	emptyValue: '' | 0;
	placeholder?: string;
	/**
	 * The choices of a model, without the one for "not set".
	 * @returns undefined where the catalog does not know (free input); empty where the model takes none (no field)
	 */
	choices: (model: string) => AllowedValues | undefined;
}

export interface AllowedValues {
	values: ReadonlyArray<string | number>;
	/** What the API takes when none is sent. */
	byDefault?: string | number;
	/** True when the API insists on a value. */
	required?: boolean;
	/** What a choice costs, in words; undefined where it is not known. */
	price?: (value: string | number) => string | undefined;
}

/** One list for each model, and free input for all others and for expressions. */
export function buildModelDependentFields(
	field: ModelDependentField,
	models: string[],
): INodeProperties[] {
	const known = models.flatMap((model) => {
		const choices = field.choices(model);
		return choices ? [{ model, choices }] : [];
	});
	return [
		...known
			.filter(({ choices }) => choices.values.length > 0)
			.map(({ model, choices }) => buildOptionsField(field, model, choices)),
		buildFreeField(
			field,
			known.map(({ model }) => model),
		),
	];
}

function buildOptionsField(
	field: ModelDependentField,
	model: string,
	choices: AllowedValues,
): INodeProperties {
	const { displayName, name, description, emptyValue: unset } = field;
	return {
		displayName,
		name,
		description,
		type: 'options',
		default: unset,
		options: toOptions(field, choices),
		// Not `show`: n8n shows every field whose condition is an expression, and so all lists at once. Not one list for
		// several models either: only `hide` with a single `not` holds for expressions and unknown models alike.
		displayOptions: { hide: { model: [{ _cnd: { not: model } }] } },
	};
}

function toOptions(
	{ emptyValue: unset }: ModelDependentField,
	choices: AllowedValues,
): INodePropertyOptions[] {
	const { values, byDefault, required, price } = choices;
	const shown = (value: string | number) => (unset === 0 ? `${value} s` : String(value));
	const standard =
		byDefault === undefined ? 'Default of the Model' : `Default (${shown(byDefault)})`;
	const priced = (name: string, value: string | number, meant?: string | number) => {
		const description = meant === undefined ? undefined : price?.(meant);
		return { name, value, ...(description && { description }) };
	};
	return [
		priced(required ? 'Choose…' : standard, unset, required ? undefined : byDefault),
		...values.map((value) => priced(shown(value), value, value)),
	];
}

function buildFreeField(field: ModelDependentField, known: string[]): INodeProperties {
	const { displayName, name, description, emptyValue: unset, placeholder } = field;
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

/** The field, but not while a model of the catalog is chosen that takes no such thing. */
export function hideForModels<Model>(
	field: INodeProperties,
	models: Readonly<Record<string, Model>>,
	isRejectedBy: (model: Model) => boolean,
): INodeProperties {
	const refusing = Object.entries(models).flatMap(([id, model]) =>
		isRejectedBy(model) ? [id] : [],
	);
	const { hide, ...others } = field.displayOptions ?? {};
	return { ...field, displayOptions: { ...others, hide: { ...hide, model: refusing } } };
}

/** Says, below every model, that money is spent, and how to know how much before. */
export const COSTS_CREDITS_HINT =
	'Costs credits. Option "Dry Run" tells how many, and sends nothing.';

/**
 * Picks a model. One that appeared since can be typed.
 * @param models those of the catalog, by ID
 */
export function modelField(
	models: Readonly<Record<string, { name: string }>>,
	byDefault: string,
	shown: { description: string; hint?: string },
): INodeProperties {
	return searchableLocator({
		displayName: 'Model',
		name: 'model',
		...shown,
		searchListMethod: 'searchModels',
		defaultValue: { value: byDefault, cachedResultName: models[byDefault]?.name },
		manualMode: {
			name: 'id',
			displayName: 'ID',
			placeholder: 'e.g. v6',
			hint: 'A model that is not in the list is sent as typed; PixVerse decides',
		},
	});
}
