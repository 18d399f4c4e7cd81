import { isTextMimeType } from '../../api/openDownload';
import { MAX_FILE_BYTES } from '../../api/resumableDownload';
import type { Problem } from '../../catalog/validationIssues';
import { withArticle } from '../../text';
import { readAudioSeconds } from './audioLength';
import type { FileRequirements, MediaInput } from './mediaInput';
import { formatAccepted, type UploadType } from './uploadType';

/** What is known of a file before it is uploaded. */
export interface FileInfo {
	/** From the source of the file; '' if it is unknown. */
	mimeType: string;
	/** File names or URLs, the most reliable first. */
	names: string[];
	bytes?: number;
}

/**
 * Checks a file before anything is sent.
 * @param resolved undefined if the type is unknown or not accepted
 * @param head the first bytes, if they were read
 */
export function findFileIssue(
	{ mimeType, names, bytes }: FileInfo,
	{ required: { accepts, types, seconds }, source }: MediaInput,
	resolved?: UploadType,
	head?: Uint8Array,
): Problem | undefined {
	const formats = formatAccepted(accepts, types);
	const advice = `Use ${formats}.`;
	const { kind, type = '' } = resolved ?? {};
	if ((bytes ?? head?.length) === 0)
		return { problem: 'is an empty file', advice: 'Check the node that creates the file.' };
	if (bytes !== undefined && bytes > MAX_FILE_BYTES) {
		const problem = `is ${(bytes / 1024 ** 3).toFixed(1)} GB, but PixVerse accepts at most 5 GB`;
		return { problem, advice: 'Use a smaller file.' };
	}
	if (!kind && isTextMimeType(mimeType) && source === 'url') {
		const problem = 'leads to a web page, not to a file';
		return { problem, advice: `Use the URL of the file itself (${formats}).` };
	}
	if (!kind)
		return {
			problem: `is of type ${mimeType || 'unknown'}, which PixVerse doesn't accept`,
			advice: `${advice} The type was determined by ${describeEvidence(mimeType, names, head)}.`,
		};
	if (accepts && kind !== accepts) {
		const found = mimeType || withArticle(kind);
		return { problem: `needs ${withArticle(accepts)}, but the file is ${found}`, advice };
	}
	if (types && !types.includes(type))
		return { problem: `is of type ${type}, which is not accepted here`, advice };
	return seconds && head && findLengthIssue(seconds, readAudioSeconds(head, bytes));
}

function findLengthIssue(
	{ min = 0, max }: NonNullable<FileRequirements['seconds']>,
	length = min,
): Problem | undefined {
	// A codec pads its last frame.
	if (Math.floor(length) <= max && Math.ceil(length) >= min) return undefined;
	const range = min ? `${min} to ${max} s` : `up to ${max} s`;
	return {
		problem: `is ${Math.round(length)} s long, but PixVerse accepts ${range}`,
		advice: `Use ${length > max ? 'a shorter' : 'a longer'} file.`,
	};
}

function describeEvidence(mimeType: string, names: string[], head?: Uint8Array): string {
	// Of a URL, only the file name: the rest may be secret.
	const fileNames = names.map((name) => name.replace(/[?#].*$/s, '').replace(/^.*\//s, ''));
	const start = head && Buffer.from(head.subarray(0, 8)).toString('hex');
	const bytes = start ? `, its first bytes (${start})` : '';
	return `its MIME type (${mimeType || 'none'}), its name (${fileNames.find(Boolean) ?? 'none'})${bytes}`;
}
