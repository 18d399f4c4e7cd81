import { untrackJob } from '../../../shared/api/scheduler';
import { field, notice } from '../../../shared/descriptions/fields';
import { defineRequest } from '../types';

export const cancel = defineRequest({
	apiEndpoint: 'DELETE scheduler/{id}',
	option: {
		name: 'Cancel',
		value: 'cancel',
		action: 'Cancel tracking of a job',
		description:
			'Stop tracking a job and free its slot. PixVerse continues to generate it, and the credits are not refunded.',
	},
	fields: [
		notice(
			'cancelNotice',
			'This only stops tracking the job and frees its slot. PixVerse continues to generate it, and the credits are not refunded.',
		),
		field(
			{
				displayName: 'Job ID',
				name: 'jobId',
				default: '',
				required: true,
				placeholder: 'e.g. user:12-pixverse:a@b.co-video:34',
			},
			'ID of a running job, as returned by Get Many',
		),
	],
	run: async (api, item) => {
		await untrackJob(api, item.getAnyId('jobId'));
		return { deleted: true };
	},
});
