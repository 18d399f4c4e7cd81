import type { IDataObject } from 'n8n-workflow';
import { anyAccount } from '../../shared/api/accounts';
import { numberIn, wordIn } from '../../shared/api/responseSchemas';
import type { PixVerseApi } from '../../shared/api/client';
import { effects, readOffers } from '../../shared/api/optionLists';
import { countOf } from '../../shared/catalog/requestSchemas/fields';
import type { Objection } from '../../shared/catalog/validationIssues';

/** How many images an effect takes. Source: `effect_type` of the effects list, "1" to "5". */
export function imagesFor(effect: IDataObject): { min: number; max: number } {
	const type = numberIn(effect.effect_type) ?? 0;
	if (!Number.isInteger(type) || type < 1) return { min: 1, max: 5 };
	return type <= 2 ? { min: type, max: type } : { min: 2, max: type };
}

/** Credits of one use; undefined when the list does not say. */
export function costOf(effect: IDataObject): number | undefined {
	const { video_base_cost: base, fixed_cost: fixed } = effect;
	if (typeof base !== 'number' && typeof fixed !== 'number') return undefined;
	return (numberIn(base) ?? 0) + (numberIn(fixed) ?? 0);
}

/** Qualities an effect makes, the default first; none when the list does not say. */
export function qualitiesOf({ qualities }: IDataObject): string[] {
	return Array.isArray(qualities) ? qualities.map(wordIn).filter(Boolean) : [];
}

/** "2 images", "2 to 5 images". */
export function imagesInWords({ min, max }: { min: number; max: number }): string {
	if (min === max) return min === 1 ? '1 image' : `${min} images`;
	return `${min} to ${max} images`;
}

/** The effects of an account, read once a run. */
const read = new WeakMap<PixVerseApi, Map<string, Promise<IDataObject[]>>>();

async function effectsOf(api: PixVerseApi, account: string | undefined): Promise<IDataObject[]> {
	const byAccount = read.get(api) ?? new Map<string, Promise<IDataObject[]>>();
	read.set(api, byAccount);
	const key = account ?? '';
	const list = byAccount.get(key) ?? readEffects(api, account);
	byAccount.set(key, list);
	return await list;
}

async function readEffects(api: PixVerseApi, account: string | undefined): Promise<IDataObject[]> {
	return await readOffers(api, effects, { email: account ?? (await anyAccount(api)) });
}

/**
 * Checks a request against the effect it names: number of images, qualities. An effect that is not in the list is left
 * to the API. Reading the list costs nothing.
 */
export async function examineEffect(
	api: PixVerseApi,
	body: Record<string, unknown>,
): Promise<{ objections: Objection[]; credits?: number }> {
	const account = body.email as string | undefined;
	const list = await effectsOf(api, account).catch(() => []);
	const effect = list.find(({ template_id }) => wordIn(template_id) === wordIn(body.template_id));
	if (!effect) return { objections: [] };
	const objections: Objection[] = [];
	const name = wordIn(effect.display_name) || wordIn(effect.template_id);
	const needed = imagesFor(effect);
	const given = countOf(body, 'frame_#_path');
	if (given < needed.min)
		objections.push({
			parameter: `frame_${given + 1}_path`,
			because: `is missing: the effect ${name} needs ${imagesInWords(needed)}`,
			advice: 'Add images.',
		});
	if (given > needed.max)
		objections.push({
			parameter: `frame_${needed.max + 1}_path`,
			because: `is one too many: the effect ${name} takes ${imagesInWords(needed)}`,
			advice: 'Remove images.',
		});
	const qualities = qualitiesOf(effect);
	if (
		body.quality !== undefined &&
		qualities.length > 0 &&
		!qualities.includes(body.quality as never)
	)
		objections.push({
			parameter: 'quality',
			because: `is ${String(body.quality)}, but the effect ${name} makes ${qualities.join(', ')}`,
			advice: 'Choose one of these.',
		});
	return { objections, credits: costOf(effect) };
}
