/**
 * The fields of each response, as far as the API reference documents them. `true` is a field whose content isn't
 * compared; an object has the fields of an object, or of the objects in a list.
 */
export interface Fields {
	readonly [name: string]: true | Fields;
}

const fields = (names: string, nested: Fields = {}): Fields => ({
	...Object.fromEntries(
		names
			.split(' ')
			.filter(Boolean)
			.map((name) => [name, true] as const),
	),
	...nested,
});

const QUEUE = fields('queue_time queue_count estimated_gen_time processing_start_time');

export const ACCOUNT = fields('email password maxJobs error', {
	jwt: fields('AccountId ExpireTime ExpireTimeUTC Username token'),
});

export const FEATURES = fields(
	'user_id member_id product_id plan_name next_plan_name last_plan_name current_plan_type next_plan_type ' +
		'last_plan_type type credit_daily credit_daily_gift initial_credit_gift credit_monthly credit_monthly_gift ' +
		'credit_package credits_more expired_date billing_renewal_date price renewal_price billing_period ' +
		'next_billing_period payment invoice_url stripe_bill_url gen_simultaneously allow_fast_mode ' +
		'allow_relaxed_mode allow_use_new_feat allow_private_generate remove_watermark allow_purchase_credit ' +
		'sub_order_in_progress allow_effect last_product_id expired_member album_num batch_generation ' +
		'renewal_retention off_peak off_peak_discount preview_mode preview_mode_discount qualities ' +
		'cancel_updated_at remaining_days credits_refresh_time daily_credits_refresh_time is_gift_card ' +
		'veo_sora_models unlimited_image_models',
);

export const SCHEDULED_JOB = fields('id type started elapsed replyUrl replyRef');

export const FREE_SLOTS = fields('', {
	executing: SCHEDULED_JOB,
	available: fields('email maxJobs executing available'),
});

/** The fields of a page, without its rows. */
export const PAGE = fields('data next_offset total has_more');

export const VIDEO = fields(
	'video_id video_status video_status_name video_status_final url output_width output_height first_frame ' +
		'last_frame created_at account_id original_video_id upscaled extended remove_watermark lip_sync prompt ' +
		'negative_prompt style motion_mode camera_movement motion_brush model model_name quality aspect_ratio ' +
		'duration video_duration seed likes asset_id auto_character_prompt relation_type img_id img_url ' +
		'asset_name asset_img_url nick_name avatar workflow_tag template_id template_name template_thumbnail_url ' +
		'template_thumbnail_video_url template_i18n_json customer_paths error replyRef',
	{ queue_data: QUEUE, seedance_draft: fields('can_create_final expires_at') },
);

export const IMAGE = fields(
	'image_id image_status image_status_name image_status_final account_id asset_id asset_source asset_type ' +
		'creation_type create_mode model prompt quality aspect_ratio seed image_path image_url output_width ' +
		'output_height customer_img_paths customer_img_urls platform created_at updated_at is_collected ' +
		'water_mark media_locked size cost_credits replyRef',
	{ queue_data: QUEUE },
);

export const AUDIO = fields(
	'audio_id asset_id audio_status audio_status_name audio_status_final status create_mode provider model ' +
		'prompt auto_lyrics url name duration credits created_at updated_at fail_code fail_reason voice_id ' +
		'voice_name language_code replyRef',
);

export const MUSIC_VIDEO = fields('video_id project_id status name', {
	video: fields('video_id url cover_url size duration'),
});

export const LIBRARY = fields('', {
	songs: fields('name audio_path url duration'),
	characters: fields('name image_path url'),
	styles: fields('name image_path url'),
});

export const EFFECT = fields(
	'template_id display_name display_prompt workflow_tag effect_type template_type template_model ' +
		'template_paid supported_features duration qualities video_base_cost fixed_cost score hot_count ' +
		'example_text created_at updated_at thumbnail_path thumbnail_video_path thumbnail_gif_path marker ' +
		'i18n_json example_list audio_path',
);

export const LIP_SYNC_VOICE = fields('speaker_id display_name url');

export const SPEECH_VOICE = fields(
	'voice_id provider_voice_id display_name gender age accent preview_url compatible_models ' +
		// The reference doesn't say how this one is spelled.
		'recommended_languages',
);

export const SPEECH_MODEL = fields(
	'model display_name provider max_characters supported_language_codes emotions',
	{ credit_formula: fields('unit_characters unit_credits round_up') },
);

export const QUOTE = fields('cost_credits credits price');

/** Status codes and names by kind that the nodes support. */
export const STATUSES: Readonly<Record<string, Readonly<Record<number, readonly string[]>>>> = {
	video: {
		1: ['COMPLETED'],
		5: ['QUEUED'],
		7: ['MODERATED'],
		8: ['FAILED'],
		9: ['GENERATING'],
		10: ['GENERATING'],
	},
	image: {
		1: ['COMPLETED'],
		5: ['QUEUED'],
		7: ['MODERATED'],
		8: ['FAILED'],
		9: ['GENERATING'],
		10: ['PROCESSING'],
	},
	music: { 1: ['COMPLETED'], 5: ['QUEUED'], 8: ['FAILED'], 10: ['GENERATING'] },
	speech: { 1: ['COMPLETED'], 5: ['QUEUED'], 8: ['FAILED'], 10: ['GENERATING'] },
};

export const MUSIC_VIDEO_STATUSES = ['pending', 'processing', 'succeeded', 'failed'];

/** Models of effects that can't be selected anywhere else. */
export const EFFECT_MODELS = ['image_v5', 'image_v6', 'image_v7', 'gemini-2.5-flash', 'gemini-3.0'];

export const AUDIO_MODES: Readonly<Record<string, string>> = { music: 'music', speech: 'voice' };
