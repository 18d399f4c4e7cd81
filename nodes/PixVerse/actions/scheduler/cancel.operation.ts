import { untrackJob } from '../../../shared/api/scheduler';
import { defineRequest } from '../types';

/** Takes a job out of the scheduler. PixVerse goes on making it and keeps the credits. */
export const cancel = defineRequest({
	apiEndpoint: 'DELETE scheduler/{id}',
	option: {
		name: 'Cancel',
		value: 'cancel',
		action: 'Cancel tracking of job',
		description:
			'Stop tracking a job and free its slot. PixVerse goes on making it, and the credits are not returned.',
	},
	fields: [
		{
			displayName:
				'This only stops the tracking and frees the slot. PixVerse goes on making the job, and the credits are not returned.',
			name: 'cancelNotice',
			type: 'notice',
			default: '',
		},
		{
			displayName: 'Job ID',
			name: 'jobId',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. user:12-pixverse:a@b.co-video:34',
			description: 'ID of a running video, image, music or speech, as Get Many returns it',
		},
	],
	run: async (api, item) => {
		await untrackJob(api, item.getAnyId('jobId'));
		return { deleted: true };
	},
});
