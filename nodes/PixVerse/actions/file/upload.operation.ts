import { accountForReading } from '../../descriptions/account';
import { uploadField } from '../../descriptions/media';
import { defineUpload as uploading } from '../types';

/** Uploads a file for use in several generations. */
export const upload = uploading({
	apiEndpoint: 'POST files',
	option: {
		name: 'Upload',
		value: 'upload',
		action: 'Upload file',
		description: 'Upload an image, video or audio file and get the path that generations take',
	},
	fields: [
		uploadField({
			displayName: 'File',
			name: 'file',
			default: 'data',
			required: true,
			description:
				'The file to upload: an image (PNG, JPEG, GIF, WebP), a video (MP4, MOV, WebM …) or audio (MP3, WAV), up to 5 GB',
		}),
		accountForReading,
	],
	file: (item) => item.media('file'),
});
