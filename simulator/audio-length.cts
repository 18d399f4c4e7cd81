/** Reads the length of a WAV or MP3 file in seconds. Returns `undefined` for anything else. */
export function readAudioLength(bytes: Buffer): number | undefined {
	return bytes.toString('latin1', 0, 4) === 'RIFF' ? readWav(bytes) : readMp3(bytes);
}

function readWav(bytes: Buffer): number | undefined {
	let bytesPerSecond: number | undefined;
	for (let at = 12; at + 20 <= bytes.length; at += 8 + bytes.readUInt32LE(at + 4)) {
		const chunk = bytes.toString('latin1', at, at + 4);
		if (chunk === 'fmt ') bytesPerSecond = bytes.readUInt32LE(at + 16);
		if (chunk === 'data' && bytesPerSecond) {
			return Math.min(bytes.readUInt32LE(at + 4), bytes.length - at - 8) / bytesPerSecond;
		}
	}
	return undefined;
}

/** Kilobits per second of layer III. */
const BIT_RATES = {
	version1: [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
	version2: [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
};
/** Hertz of version 1. Version 2 has half of it, version 2.5 a quarter. */
const SAMPLE_RATES = [44_100, 48_000, 32_000];
/** Bits of a frame header that select the version. */
const VERSION_1 = 3;
const VERSION_2 = 2;
const LAYER_III = 1;

/** Adds up the frames, as players do. */
function readMp3(bytes: Buffer): number | undefined {
	let seconds = 0;
	for (let at = getTagLength(bytes); at + 4 <= bytes.length; ) {
		const frame = readFrame(bytes.readUInt32BE(at));
		if (!frame) break;
		seconds += frame.seconds;
		at += frame.length;
	}
	return seconds === 0 ? undefined : seconds;
}

/** Returns the length of an ID3v2 tag at the beginning. */
function getTagLength(bytes: Buffer): number {
	if (bytes.length < 10 || bytes.toString('latin1', 0, 3) !== 'ID3') return 0;
	return 10 + [...bytes.subarray(6, 10)].reduce((size, byte) => size * 128 + byte, 0);
}

function readFrame(header: number): { seconds: number; length: number } | undefined {
	if (header >>> 21 !== 0x7ff || ((header >>> 17) & 3) !== LAYER_III) return undefined;
	const version = (header >>> 19) & 3;
	const isVersion1 = version === VERSION_1;
	const rates = isVersion1 ? BIT_RATES.version1 : BIT_RATES.version2;
	const bitRate = (rates[(header >>> 12) & 15] ?? 0) * 1000;
	const divisor = isVersion1 ? 1 : version === VERSION_2 ? 2 : 4;
	const sampleRate = (SAMPLE_RATES[(header >>> 10) & 3] ?? 0) / divisor;
	if (bitRate === 0 || sampleRate === 0) return undefined;
	const samples = isVersion1 ? 1152 : 576;
	const padding = (header >>> 9) & 1;
	return {
		seconds: samples / sampleRate,
		length: Math.floor(((samples / 8) * bitRate) / sampleRate) + padding,
	};
}
