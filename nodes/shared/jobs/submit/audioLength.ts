/** Largest size that a WAV header can hold; streams have it instead of their size. */
const UNKNOWN_SIZE = 0xffff_ff00;

/**
 * Reads the length of a WAV or MP3 file from its first bytes.
 * @param bytes size of the whole file, if known
 * @returns seconds; undefined if the first bytes don't contain it
 */
export function readAudioSeconds(head: Uint8Array, bytes?: number): number | undefined {
	const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
	try {
		return getText(view, 0) === 'RIFF' ? readWav(view, bytes) : readMp3(view);
	} catch {
		// What is read is behind the first bytes.
		return undefined;
	}
}

const getText = (view: DataView, position: number) =>
	String.fromCharCode(...[0, 1, 2, 3].map((offset) => view.getUint8(position + offset)));

function readWav(view: DataView, bytes = 0): number | undefined {
	let bytesPerSecond = 0;
	let size = 0;
	// Chunks start at even positions.
	for (let position = 12; ; position += 8 + size + (size % 2)) {
		const chunk = getText(view, position);
		size = view.getUint32(position + 4, true);
		if (chunk === 'fmt ') bytesPerSecond = view.getUint32(position + 16, true);
		if (chunk !== 'data' || bytesPerSecond === 0) continue;
		const audioBytes = size < UNKNOWN_SIZE ? size : bytes - position - 8;
		return audioBytes > 0 ? audioBytes / bytesPerSecond : undefined;
	}
}

/** Only files with a Xing header, which most encoders write, contain the number of their frames. */
function readMp3(view: DataView): number | undefined {
	const tagSize = [6, 7, 8, 9].reduce((size, position) => size * 128 + view.getUint8(position), 0);
	const frame = getText(view, 0).startsWith('ID3') ? 10 + tagSize : 0;
	const header = view.getUint32(frame);
	const [version, layer, rateIndex] = [(header >> 19) & 3, (header >> 17) & 3, (header >> 10) & 3];
	if (header >>> 21 !== 0x7ff || version === 1 || layer !== 1 || rateIndex === 3) return undefined;
	const isVersion1 = version === 3;
	const isMono = ((header >> 6) & 3) === 3;
	const xing = frame + 4 + (isVersion1 ? (isMono ? 17 : 32) : isMono ? 9 : 17);
	const hasFrameCount = /^(Xing|Info)$/.test(getText(view, xing)) && view.getUint32(xing + 4) & 1;
	if (!hasFrameCount) return undefined;
	const sampleRate = [44_100, 48_000, 32_000][rateIndex] ?? 0;
	// Versions 2 and 2.5 halve it twice, and the samples of a frame once.
	const samples = isVersion1 ? 1152 : version === 2 ? 1152 : 2304;
	return (view.getUint32(xing + 8) * samples) / sampleRate;
}
