import { field } from '../../../shared/descriptions/fields';
import { createJobOperations } from '../operationFactories';

export { create } from './create.operation';
export { getLibrary } from './getLibrary.operation';

const version = field(
	{ displayName: 'Version', name: 'version', default: 'finished' },
	'Which version of the music video to download',
	[
		{
			name: 'Both',
			value: 'both',
			description:
				'Both of them if the video has subtitles; the one without in another field, whose name ends with WithoutSubtitles',
		},
		{
			name: 'Finished Video',
			value: 'finished',
			description: 'With subtitles, if they were turned on in Create',
		},
		{ name: 'Without Subtitles', value: 'withoutSubtitles' },
	],
);

export const {
	delete: deleteMusicVideo,
	download,
	get,
	getAll,
	wait,
} = createJobOperations('musicVideo', version);
