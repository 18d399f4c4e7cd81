/** Creates a silent WAV file. */
export function buildWav(
	seconds: number,
	{ bytesPerSecond = 8000, before = 0, isStream = false } = {},
): Buffer {
	const data = Buffer.alloc(seconds * bytesPerSecond, 128);
	const format = Buffer.alloc(16);
	format.writeUInt16LE(1, 0);
	format.writeUInt16LE(1, 2);
	format.writeUInt32LE(bytesPerSecond, 4);
	format.writeUInt32LE(bytesPerSecond, 8);
	format.writeUInt16LE(1, 12);
	format.writeUInt16LE(8, 14);
	const chunk = (name: string, content: Buffer, size = content.length) =>
		Buffer.concat([Buffer.from(name), toBytes(size), content]);
	const chunks = Buffer.concat([
		chunk('fmt ', format),
		...(before > 0 ? [chunk('JUNK', Buffer.alloc(before))] : []),
		chunk('data', data, isStream ? 0xffff_ffff : undefined),
	]);
	const size = isStream ? 0xffff_ffff : chunks.length + 4;
	return Buffer.concat([Buffer.from('RIFF'), toBytes(size), Buffer.from('WAVE'), chunks]);
}

function toBytes(size: number): Buffer {
	const bytes = Buffer.alloc(4);
	bytes.writeUInt32LE(size);
	return bytes;
}

interface Mp3Format {
	version: 1 | 2 | 2.5;
	isMono: boolean;
	/** Hertz. */
	rate: number;
	/** Bytes of an ID3 tag at the beginning. */
	tagBytes?: number;
}

const SAMPLE_RATES = {
	1: [44_100, 48_000, 32_000],
	2: [22_050, 24_000, 16_000],
	2.5: [11_025, 12_000, 8000],
};
const VERSION_BITS = { 1: 3, 2: 2, 2.5: 0 };

/** Creates a silent MP3 file whose first frame has the number of its frames, as LAME and FFmpeg do. */
export function buildMp3(
	seconds: number,
	{ version, isMono, rate, tagBytes = 0 }: Mp3Format = { version: 1, isMono: false, rate: 44_100 },
): Buffer {
	const isVersion1 = version === 1;
	const samples = isVersion1 ? 1152 : 576;
	const frames = Math.round((seconds * rate) / samples);
	const bitRate = isVersion1 ? 128_000 : 64_000;
	const bitRateIndex = isVersion1 ? 9 : 8;
	const frame = Buffer.alloc(Math.floor(((samples / 8) * bitRate) / rate));
	const header =
		(0x7ff << 21) |
		(VERSION_BITS[version] << 19) |
		(1 << 17) |
		(1 << 16) |
		(bitRateIndex << 12) |
		(SAMPLE_RATES[version].indexOf(rate) << 10) |
		((isMono ? 3 : 0) << 6);
	frame.writeUInt32BE(header >>> 0);
	const first = Buffer.from(frame);
	const at = 4 + (isVersion1 ? (isMono ? 17 : 32) : isMono ? 9 : 17);
	first.write('Info', at);
	first.writeUInt32BE(1, at + 4);
	first.writeUInt32BE(frames, at + 8);
	const tag = tagBytes > 0 ? buildTag(tagBytes) : Buffer.alloc(0);
	return Buffer.concat([tag, first, ...Array.from({ length: frames - 1 }, () => frame)]);
}

function buildTag(bytes: number): Buffer {
	const tag = Buffer.alloc(10 + bytes);
	tag.write('ID3\u0004');
	for (const [index, at] of [9, 8, 7, 6].entries())
		tag.writeUInt8(Math.floor(bytes / 128 ** index) % 128, at);
	return tag;
}
