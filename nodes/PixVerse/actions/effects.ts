import type { IDataObject } from 'n8n-workflow';
import { pickAccount } from '../../shared/api/accounts';
import { toNumber, toText, toTexts } from '../../shared/api/responseSchemas';
import type { PixVerseClient } from '../../shared/api/client';
import { effectList, fetchOptionList } from '../../shared/api/optionLists';
import { countNumbered } from '../../shared/catalog/requestSchemas/fields';
import type { ValidationIssue } from '../../shared/catalog/validationIssues';

/** Number of images of an effect. Source: `effect_type` of the effects list, "1" to "5". */
export function getImageRange(effect: IDataObject): { min: number; max: number } {
	const type = toNumber(effect.effect_type) ?? 0;
	if (!Number.isInteger(type) || type < 1) return { min: 1, max: 5 };
	return type <= 2 ? { min: type, max: type } : { min: 2, max: type };
}

/** Undefined if the list doesn't contain the price. */
export function getEffectCredits(effect: IDataObject): number | undefined {
	const { video_base_cost: base, fixed_cost: fixed } = effect;
	if (typeof base !== 'number' && typeof fixed !== 'number') return undefined;
	return (toNumber(base) ?? 0) + (toNumber(fixed) ?? 0);
}

/** E.g. "2 images" or "2 to 5 images". */
export function formatImageRange({ min, max }: { min: number; max: number }): string {
	if (min === max) return min === 1 ? '1 image' : `${min} images`;
	return `${min} to ${max} images`;
}

/** Effects by client and account: read once per run. */
const effectsCache = new WeakMap<PixVerseClient, Map<string, Promise<IDataObject[]>>>();

async function getEffects(api: PixVerseClient, account = ''): Promise<IDataObject[]> {
	const byAccount = effectsCache.get(api) ?? new Map<string, Promise<IDataObject[]>>();
	effectsCache.set(api, byAccount);
	const fetchEffects = async () =>
		await fetchOptionList(api, effectList, { email: account || (await pickAccount(api)) });
	const list = byAccount.get(account) ?? fetchEffects();
	byAccount.set(account, list);
	return await list;
}

/**
 * Validates number of images and quality of a request against its effect. Effects that aren't in the list are validated by
 * the API. Reading the list is free.
 */
export async function validateEffect(
	api: PixVerseClient,
	body: Record<string, unknown>,
): Promise<{ issues: ValidationIssue[]; credits?: number }> {
	const account = body.email as string | undefined;
	const list = await getEffects(api, account).catch(() => []);
	const effect = list.find(({ template_id }) => toText(template_id) === toText(body.template_id));
	if (!effect) return { issues: [] };
	const issues: ValidationIssue[] = [];
	const name = toText(effect.display_name) || toText(effect.template_id);
	const needed = getImageRange(effect);
	const given = countNumbered(body, 'frame_#_path');
	if (given < needed.min)
		issues.push({
			parameter: `frame_${given + 1}_path`,
			problem: `is missing: the effect ${name} needs ${formatImageRange(needed)}`,
			advice: 'Add images.',
		});
	if (given > needed.max)
		issues.push({
			parameter: `frame_${needed.max + 1}_path`,
			problem: `is one too many: the effect ${name} accepts ${formatImageRange(needed)}`,
			advice: 'Remove images.',
		});
	const qualities = toTexts(effect.qualities);
	const { quality } = body;
	if (quality !== undefined && qualities.length > 0 && !qualities.includes(quality as never))
		issues.push({
			parameter: 'quality',
			problem: `is ${String(quality)}, but the effect ${name} makes ${qualities.join(', ')}`,
			advice: 'Select one of these.',
		});
	return { issues, credits: getEffectCredits(effect) };
}
