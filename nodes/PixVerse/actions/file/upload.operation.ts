import { accountForReading } from '../../descriptions/account';
import { fileField, uploadModes, USUAL_FIELD } from '../../descriptions/inputs';
import { defineRequest } from '../types';

export const upload = defineRequest({
	apiEndpoint: 'POST files',
	option: {
		name: 'Upload',
		value: 'upload',
		action: 'Upload a file',
		description: 'Upload an image, video, or audio file for use in generations',
	},
	fields: [
		{
			...fileField({
				displayName: 'File',
				name: 'file',
				default: USUAL_FIELD,
				required: true,
				description:
					'File to upload: an image (PNG, JPEG, GIF, WebP), a video (MP4, MOV, WebM, and more), or audio (MP3, WAV), up to 5 GB',
			}),
			modes: uploadModes('image'),
		},
		accountForReading,
	],
	run: async (_, item, uploader) =>
		await uploader.upload(item.getRequiredFile('file'), item.getAccount()),
});
