/** A template of GET videos/effects. */
export interface Effect {
	readonly template_id: number;
	readonly display_name: string;
	readonly display_prompt: string;
	readonly workflow_tag: string;
	readonly effect_type: '1' | '2' | '3' | '4' | '5';
	readonly template_type: 1 | 2;
	readonly template_model: string;
	readonly template_paid: 0 | 1;
	readonly supported_features: readonly number[];
	readonly duration: number;
	readonly qualities: readonly string[];
	readonly video_base_cost: number;
	readonly fixed_cost: number;
	readonly score: number;
	readonly hot_count: number;
	readonly example_text: string;
	readonly thumbnail_path: string;
	readonly thumbnail_video_path: string;
	readonly created_at: string;
	readonly updated_at: string;
}

type EffectSeed = Pick<Effect, 'template_id' | 'display_name' | 'effect_type'> & Partial<Effect>;

const createEffect = (values: EffectSeed): Effect => ({
	display_prompt: '',
	workflow_tag: 'effect',
	template_type: 1,
	template_model: 'v5.6',
	template_paid: 0,
	supported_features: [1],
	duration: 5,
	qualities: ['540p', '360p', '720p', '1080p'],
	video_base_cost: 30,
	fixed_cost: 0,
	score: 0,
	hot_count: 1000,
	example_text: `Example of ${values.display_name}`,
	thumbnail_path: `https://media.example.com/effects/${values.template_id}.webp`,
	thumbnail_video_path: `https://media.example.com/effects/${values.template_id}.mp4`,
	created_at: '2026-01-15T08:00:00Z',
	updated_at: '2026-05-12T08:00:00Z',
	...values,
});

/** The two sample IDs of the docs, and one of each other kind. The names are the simulator's. */
export const EFFECTS: readonly Effect[] = [
	createEffect({ template_id: 326733946317888, display_name: 'Two Portraits', effect_type: '2' }),
	createEffect({
		template_id: 384628677917440,
		display_name: 'Group Picture',
		effect_type: '5',
		template_model: 'v6',
		qualities: ['720p', '360p', '540p', '1080p'],
		video_base_cost: 35,
		fixed_cost: 10,
	}),
	createEffect({ template_id: 308621408717184, display_name: 'Paper Boat', effect_type: '1' }),
	createEffect({
		template_id: 313358700761536,
		display_name: 'Slow Turn',
		effect_type: '1',
		template_model: 'v5.5',
		template_paid: 1,
		duration: 8,
		qualities: ['720p', '1080p'],
		video_base_cost: 80,
		fixed_cost: 20,
	}),
	createEffect({ template_id: 350000000000003, display_name: 'Three Friends', effect_type: '3' }),
	createEffect({ template_id: 350000000000004, display_name: 'Four Seasons', effect_type: '4' }),
	createEffect({
		template_id: 366000000000001,
		display_name: 'Clay Figure',
		effect_type: '1',
		template_type: 2,
		template_model: 'gemini-3.0',
		duration: 0,
		qualities: ['1080p', '1440p'],
		video_base_cost: 0,
		fixed_cost: 50,
	}),
	createEffect({
		template_id: 366000000000002,
		display_name: 'Shared Postcard',
		effect_type: '2',
		template_type: 2,
		template_model: 'qwen-image',
		duration: 0,
		qualities: ['720p', '1080p'],
		video_base_cost: 5,
		fixed_cost: 0,
	}),
];

/** Creates further effects with one image, to test long lists. */
export const createExtraEffects = (count: number): Effect[] =>
	Array.from({ length: count }, (_, index) =>
		createEffect({
			template_id: 370_000_000_000_000 + index,
			display_name: `Effect ${index + 1}`,
			effect_type: '1',
		}),
	);
