import { videoFinalSchema } from '../../../shared/catalog/requestSchemas/video';
import { FINAL_QUALITIES } from '../../../shared/catalog/videoModels';
import { generationIdField } from '../../descriptions/inputs';
import { buildDefaultedField, COSTS_CREDITS_HINT } from '../../descriptions/modelDependentFields';
import * as option from '../../descriptions/options';
import { validateDraft } from '../drafts';
import { defineGeneration } from '../types';

export const createFinal = defineGeneration({
	endpoint: 'videos/create-final',
	verbPhrase: 'finalize the draft',
	schema: videoFinalSchema,
	omitAccount: true,
	option: {
		name: 'Finalize Draft',
		value: 'createFinal',
		action: 'Finalize a draft video',
		description: 'Generate the final video of a draft in full quality',
	},
	fields: () => [
		{
			...generationIdField('video'),
			description: 'Draft to generate in full quality',
			hint: 'A finished video of the model Seedance 2.5 Draft, made in the last 14 days',
		},
		buildDefaultedField(
			{
				displayName: 'Quality',
				name: 'quality',
				description: 'Vertical resolution of the final video',
				hint: COSTS_CREDITS_HINT,
			},
			{ values: FINAL_QUALITIES, defaultValue: FINAL_QUALITIES[0] },
		),
		option.optionsField({
			...option.relaxMode,
			default: false,
			description:
				'Whether to apply the discount of your plan, which is the default. If off, PixVerse charges the full price and starts sooner.',
		}),
	],
	request: (item) => ({
		video_id: item.getId('videoId', 'video').raw,
		quality: item.getQuality(),
		...item.getOptions(),
	}),
	preflight: validateDraft,
});
