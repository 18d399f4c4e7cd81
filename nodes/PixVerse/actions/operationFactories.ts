import type { INodeProperties } from 'n8n-workflow';
import type { GenerationObject } from '../../shared/api/responseSchemas';
import type { Family, Kind } from '../../shared/api/generationTypes';
import { families } from '../../shared/api/generationTypes';
import { deleteGeneration } from '../../shared/api/generations';
import { parseId } from '../../shared/api/generationId';
import { listAll } from '../../shared/api/paging';
import { getGeneration } from '../../shared/jobs/poll/statusReader';
import { accountToRead } from '../descriptions/account';
import { binaryPropertyOutput, deliveryAfterWaiting, shape } from '../descriptions/waitAndOutput';
import { idOf } from '../descriptions/ids';
import { returnAllOrLimit } from '../descriptions/lists';
import { optionsOfWaiting } from '../descriptions/options';
import type { Call, Collection } from './types';
import { call, collection } from './types';
import { deliveryOf, outputField, present } from './jobOptions';

/** What is the same for everything that was made before, whatever its kind. */
const NOUNS: Record<Kind, { one: string; many: string; file: string }> = {
	video: { one: 'video', many: 'videos', file: 'MP4' },
	image: { one: 'image', many: 'images', file: 'WebP' },
	music: { one: 'music', many: 'music', file: 'MP3' },
	speech: { one: 'speech', many: 'speech', file: 'MP3' },
};

/** The ID field of a kind, and how to read it. */
function byId(kind: Kind): {
	field: INodeProperties;
	parameter: string;
	family: Family;
	path: string;
} {
	const family = families[kind];
	return {
		field: idOf(kind),
		parameter: `${kind}Id`,
		family,
		path: `${family.path}/{${family.idField}}`,
	};
}

/** Reads one; one that is still being made as well. */
export function getOne(kind: Kind): Call {
	const { field, parameter, family, path } = byId(kind);
	const { one } = NOUNS[kind];
	return call({
		page: `GET ${path}`,
		option: {
			name: 'Get',
			value: 'get',
			action: `Get ${one}`,
			description: `Read the status, URL and details of ${article(one)}`,
		},
		fields: [field, ...shape],
		run: async (api, item) =>
			present(item, family, await getGeneration(api, family, item.id(parameter, kind))),
	});
}

/** Lists an account's, newest first, running ones and ones made on the website included. */
export function getMany(kind: Kind): Call {
	const { family } = byId(kind);
	const { many } = NOUNS[kind];
	return call({
		page: `GET ${family.path}`,
		option: {
			name: 'Get Many',
			value: 'getAll',
			action: `Get many ${many}`,
			description: `List the ${many} of an account, newest first`,
		},
		fields: [accountToRead, ...returnAllOrLimit, ...shape],
		run: async (api, item) => {
			const request = {
				account: item.account(),
				limit: item.limit(),
				only: kind === 'music' ? isMusic : undefined,
			};
			const rows = await listAll(api, family, request, { task: `list the ${many}` });
			return rows.map((row) => present(item, family, row));
		},
	});
}

/** Deletes one from the PixVerse account. */
export function deleteOne(kind: Kind): Call {
	const { field, parameter, family, path } = byId(kind);
	const { one } = NOUNS[kind];
	return call({
		page: `DELETE ${path}`,
		option: {
			name: 'Delete',
			value: 'delete',
			action: `Delete ${one}`,
			description: `Delete ${article(one)} from the PixVerse account for good`,
		},
		fields: [field],
		run: async (api, item) => {
			await deleteGeneration(api, family, item.id(parameter, kind));
			return { deleted: true };
		},
	});
}

/** Fetches the file of a finished one. */
export function downloadOne(kind: Kind): Collection {
	const { field, parameter, family, path } = byId(kind);
	const { one, file } = NOUNS[kind];
	return collection({
		page: `GET ${path}`,
		family,
		option: {
			name: 'Download',
			value: 'download',
			action: `Download ${one}`,
			description: `Fetch the ${file} file of ${article(one, 'finished')}`,
		},
		fields: [field, binaryPropertyOutput, ...shape],
		id: (item) => item.id(parameter, kind),
		delivery: (item) => ({
			...deliveryOf(item),
			timeout: 0,
			onTimeout: 'fail',
			downloadTo: outputField(item),
		}),
	});
}

/** Waits for one that was started before, by this workflow or anybody else. */
export function waitFor(kind: Kind): Collection {
	const { field, parameter, family, path } = byId(kind);
	const { one } = NOUNS[kind];
	return collection({
		page: `GET ${path}`,
		family,
		option: {
			name: 'Wait for Completion',
			value: 'wait',
			action: `Wait for completion of ${one}`,
			description: `Wait until ${article(one)} that was started before is finished`,
		},
		fields: [field, ...deliveryAfterWaiting, optionsOfWaiting],
		id: (item) => item.id(parameter, kind),
		delivery: deliveryOf,
	});
}

/** The API's list of music has speech in it as well; which is which, it says in `create_mode` and in the ID. */
function isMusic({ create_mode: mode, audio_id: id }: GenerationObject): boolean {
	if (typeof mode === 'string' && mode !== '') return mode === 'music';
	return parseId(id ?? '')?.kind !== 'speech';
}

/** "an image", "a finished image", "music". */
function article(noun: string, quality?: string): string {
	const words = quality ? `${quality} ${noun}` : noun;
	if (noun === 'music' || noun === 'speech') return words;
	return `${/^[aeiou]/.test(words) ? 'an' : 'a'} ${words}`;
}
