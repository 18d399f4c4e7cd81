import type { INodeProperties } from 'n8n-workflow';
import { field, searchableLocator } from '../../shared/descriptions/fields';

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
export interface ModelDependentField<Model> extends DefaultedField {
	placeholder?: string;
	/**
	 * The options of a model, without the one for "not set".
	 * @returns undefined if the catalog doesn't know them (free input); empty if the model has no such field
	 */
	getAllowedValues: (model: Model, id: string) => AllowedValues | undefined;
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
export function buildModelDependentFields<Model>(
	wanted: ModelDependentField<Model>,
	models: Readonly<Record<string, Model>>,
): INodeProperties[] {
	const known = Object.entries(models).flatMap(([id, model]) => {
		const choices = wanted.getAllowedValues(model, id);
		return choices ? [{ id, choices }] : [];
	});
	const withOptions = known.filter(({ choices }) => choices.values.length > 0);
	return [
		...withOptions.map(({ id, choices }) => ({
			...buildDefaultedField(wanted, choices),
			// With `show`, n8n would show the fields of all models if the model is an expression. Only `hide` with a single
			// `not` works for both expressions and unknown models, so there is one field per model.
			displayOptions: { hide: { model: [{ _cnd: { not: id } }] } },
		})),
		{ ...buildFreeField(wanted), displayOptions: { hide: { model: known.map(({ id }) => id) } } },
	];
}

/** An options field whose first option is "not set". */
export function buildDefaultedField(
	{ displayName, name, description, hint, emptyValue = '' }: DefaultedField,
	{ values, defaultValue: byDefault, required, price }: AllowedValues,
): INodeProperties {
	const format = (value: string | number) => (emptyValue === 0 ? `${value} s` : String(value));
	const defaultName = byDefault === undefined ? 'Model Default' : `Default (${format(byDefault)})`;
	const toOption = (shown: string, value: string | number, meant?: string | number) => {
		const cost = meant === undefined ? undefined : price?.(meant);
		return { name: shown, value, ...(cost && { description: cost }) };
	};
	return field({ displayName, name, ...(hint && { hint }), default: emptyValue }, description, [
		toOption(required ? 'Choose…' : defaultName, emptyValue, required ? undefined : byDefault),
		...values.map((value) => toOption(format(value), value, value)),
	]);
}

function buildFreeField<Model>(wanted: ModelDependentField<Model>): INodeProperties {
	const { displayName, name, description, emptyValue = '', placeholder } = wanted;
	const shown = { displayName, name, default: emptyValue };
	if (emptyValue === '')
		return field({ ...shown, placeholder, hint: 'Leave empty for the model default' }, description);
	const hint = 'In seconds; 0 for the model default';
	return field({ ...shown, typeOptions: { minValue: 0 }, hint }, description);
}

/** Hides a field for the models that reject it. */
export function hideForModels<Model>(
	hidden: INodeProperties,
	models: Readonly<Record<string, Model>>,
	isRejectedBy: (model: Model) => boolean,
): INodeProperties {
	const rejecting = Object.keys(models).filter((id) => isRejectedBy(models[id] as Model));
	const { hide, ...others } = hidden.displayOptions ?? {};
	return { ...hidden, displayOptions: { ...others, hide: { ...hide, model: rejecting } } };
}

/** For operations without a list of options that shows the price. */
export const COSTS_CREDITS_HINT =
	'Uses credits. To estimate the cost without creating anything, turn on Dry Run.';

/** A field for a model of the catalog. Models that are newer can be entered by ID. */
export const modelField = (
	models: Readonly<Record<string, { name: string }>>,
	byDefault: string,
	shown: { description: string },
): INodeProperties =>
	searchableLocator({
		displayName: 'Model',
		name: 'model',
		...shown,
		searchListMethod: 'searchModels',
		placeholder: 'Choose a model (optional)',
		defaultValue: { value: byDefault, cachedResultName: models[byDefault]?.name },
		example: 'v6',
		manualMode: { hint: "Models that aren't in the list are sent as entered" },
	});
