import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { searchableLocator } from '../../shared/descriptions/searchableLocator';

/** A field that can be left at the default of the API. */
interface DefaultedField {
	name: string;
	displayName: string;
	description: string;
	hint?: string;
	/** Means "not set": nothing is sent, and the API uses its default. Default: ''. */
	emptyValue?: '' | 0;
}

/** A field whose options depend on the selected model. */
export interface ModelDependentField extends DefaultedField {
	emptyValue: '' | 0;
	placeholder?: string;
	/**
	 * The options of a model, without the one for "not set".
	 * @returns undefined if the catalog doesn't know them (free input); empty if the model has no such field
	 */
	getAllowedValues: (model: string) => AllowedValues | undefined;
}

interface AllowedValues {
	values: ReadonlyArray<string | number>;
	/** The default of the API. */
	defaultValue?: string | number;
	/** True if the API requires a value. */
	required?: boolean;
	/** Price text of an option; undefined if unknown. */
	price?: (value: string | number) => string | undefined;
}

/** One options field per model, and free input for other models and for expressions. */
export function buildModelDependentFields(
	field: ModelDependentField,
	models: string[],
): INodeProperties[] {
	const known = models.flatMap((model) => {
		const choices = field.getAllowedValues(model);
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

/** An options field whose first option is "not set". */
export function buildDefaultedField(
	{ displayName, name, description, hint, emptyValue = '' }: DefaultedField,
	choices: AllowedValues,
): INodeProperties {
	return {
		displayName,
		name,
		description,
		...(hint && { hint }),
		type: 'options',
		default: emptyValue,
		options: toOptions(emptyValue, choices),
	};
}

function buildOptionsField(
	field: ModelDependentField,
	model: string,
	choices: AllowedValues,
): INodeProperties {
	return {
		...buildDefaultedField(field, choices),
		// Not `show`: if the model is an expression, n8n would show the fields of all models at the same time. Not one
		// field for several models: only `hide` with a single `not` works for expressions and unknown models alike.
		displayOptions: { hide: { model: [{ _cnd: { not: model } }] } },
	};
}

function toOptions(unset: '' | 0, choices: AllowedValues): INodePropertyOptions[] {
	const { values, defaultValue: byDefault, required, price } = choices;
	const shown = (value: string | number) => (unset === 0 ? `${value} s` : String(value));
	const defaultName = byDefault === undefined ? 'Model Default' : `Default (${shown(byDefault)})`;
	const toOption = (name: string, value: string | number, meant?: string | number) => {
		const description = meant === undefined ? undefined : price?.(meant);
		return { name, value, ...(description && { description }) };
	};
	return [
		toOption(required ? 'Choose…' : defaultName, unset, required ? undefined : byDefault),
		...values.map((value) => toOption(shown(value), value, value)),
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
			hint: 'In seconds; 0 for the model default',
		};
	return {
		...shared,
		type: 'string',
		default: '',
		placeholder,
		hint: 'Leave empty for the model default',
	};
}

/** Hides a field for the models that reject it. */
export function hideForModels<Model>(
	field: INodeProperties,
	models: Readonly<Record<string, Model>>,
	isRejectedBy: (model: Model) => boolean,
): INodeProperties {
	const rejectingModels = Object.entries(models).flatMap(([id, model]) =>
		isRejectedBy(model) ? [id] : [],
	);
	const { hide, ...others } = field.displayOptions ?? {};
	return { ...field, displayOptions: { ...others, hide: { ...hide, model: rejectingModels } } };
}

/** Where no list of choices can show the price. */
export const COSTS_CREDITS_HINT =
	'Uses credits. To estimate the cost without creating anything, turn on Dry Run.';

/**
 * A model field. Models that are newer than the catalog can be entered by ID.
 * @param models the models of the catalog, by ID
 */
export function modelField(
	models: Readonly<Record<string, { name: string }>>,
	byDefault: string,
	shown: { description: string },
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
			hint: "Models that aren't in the list are sent as entered",
		},
	});
}
