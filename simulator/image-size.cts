/** Dimensions of an image in pixels. */
export interface ImageSize {
	readonly width: number;
	readonly height: number;
}

/** Reads the dimensions of a PNG, GIF, WebP, or JPEG. Returns `undefined` for anything else. */
export function readImageSize(bytes: Buffer): ImageSize | undefined {
	// The headers of PNG, GIF, and WebP fit; a JPEG checks its length itself.
	if (bytes.length < MIN_BYTES) return undefined;
	return readPng(bytes) ?? readGif(bytes) ?? readWebp(bytes) ?? readJpeg(bytes);
}

const MIN_BYTES = 30;

const startsWith = (bytes: Buffer, text: string, at = 0) =>
	bytes.toString('latin1', at, at + text.length) === text;

function readPng(bytes: Buffer): ImageSize | undefined {
	if (!startsWith(bytes, '\x89PNG')) return undefined;
	return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
}

function readGif(bytes: Buffer): ImageSize | undefined {
	if (!startsWith(bytes, 'GIF8')) return undefined;
	return { width: bytes.readUInt16LE(6), height: bytes.readUInt16LE(8) };
}

function readWebp(bytes: Buffer): ImageSize | undefined {
	if (!startsWith(bytes, 'RIFF') || !startsWith(bytes, 'WEBP', 8)) return undefined;
	if (startsWith(bytes, 'VP8X', 12)) {
		return { width: bytes.readUIntLE(24, 3) + 1, height: bytes.readUIntLE(27, 3) + 1 };
	}
	if (startsWith(bytes, 'VP8L', 12)) {
		const bits = bytes.readUInt32LE(21);
		return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
	}
	if (!startsWith(bytes, 'VP8 ', 12)) return undefined;
	return { width: bytes.readUInt16LE(26) & 0x3fff, height: bytes.readUInt16LE(28) & 0x3fff };
}

function readJpeg(bytes: Buffer): ImageSize | undefined {
	if (bytes.readUInt16BE(0) !== 0xffd8) return undefined;
	for (let at = 2; at + 9 <= bytes.length; at += 2 + bytes.readUInt16BE(at + 2)) {
		if (bytes[at] !== 0xff) return undefined;
		const marker = bytes.readUInt8(at + 1);
		const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
		if (isFrame) return { width: bytes.readUInt16BE(at + 7), height: bytes.readUInt16BE(at + 5) };
	}
	return undefined;
}
