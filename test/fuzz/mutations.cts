import fc from 'fast-check';

/**
 * Corrupts real responses. A mutation is plain data, so that fast-check can shrink it and a seed reproduces it.
 */
export interface Mutation {
	readonly type: keyof typeof MUTATORS;
	/** Index of the location, modulo the number of locations. */
	readonly position: number;
	/** Index of the new value, modulo the number of values. */
	readonly variant: number;
}

const buildLongText = (length: number) => `"${'long '.repeat(length / 5)}"`;
const buildNested = (levels: number, open: string, close: string) =>
	`${open.repeat(levels)}1${close.repeat(levels)}`;

/** JSON texts of unexpected values. */
const VALUES: readonly string[] = [
	...['null', 'true', 'false', '0', '-1', '-0', '1', '7', '8', '0.5'],
	...['1e999', '-1e999', '1e-400', '9007199254740993', '99999999999999999999999', '1.0e2'],
	...[
		'""',
		'" "',
		'"0"',
		'"null"',
		'"undefined"',
		'"NaN"',
		'"Infinity"',
		'"true"',
		'"5 "',
		'"1e3"',
	],
	...[
		'[]',
		'{}',
		'[[]]',
		'[null]',
		'[{}]',
		'{"a":[]}',
		'[0,"1",null,{}]',
		'{"0":"zero","length":1}',
	],
	'{"__proto__":{"polluted":true}}',
	'{"constructor":{"prototype":{"polluted":true}}}',
	'{"\\u005f_proto__":{"polluted":true},"a":{"__proto__":{"polluted":true}}}',
	...['{"toString":1,"valueOf":1}', '[{"toString":1,"valueOf":1}]', '{"toJSON":1}', '{"then":1}'],
	...['{"error":"reason"}', '{"error":{"message":"reason"}}', '{"message":"<b>reason</b>"}'],
	'"<img src=x onerror=alert(1)>"',
	'"</script><script>alert(1)</script>"',
	'"[a link](javascript:alert(1)) **bold**"',
	...[
		'"../../../../etc/passwd"',
		'"file:///etc/passwd"',
		'"javascript:alert(1)"',
		'"//x.test/v.mp4"',
	],
	...[
		'"http://"',
		'"http://["',
		'"https://x.test/v.mp4?X-Amz-Signature=deadbeef"',
		'"CON"',
		'"NUL.mp4"',
	],
	...[
		'"\\u0000\\u001b[31m"',
		'"\\u202egpj.exe"',
		'"\\ud800"',
		'"\\u2028"',
		'"🎬🎬"',
		'"line\\r\\nend"',
	],
	...[
		'"={{ $credentials }}"',
		'"{{ $env }}"',
		'"${process.env}"',
		'"%s%n%d"',
		'"\'; DROP TABLE x; --"',
	],
	...['"COMPLETED"', '"FAILED"', '"MODERATED"', '"QUEUED"', '"user:1-pixverse:a@b.test-video:1"'],
	...['"user:1-pixverse:a@b.test-image:99999999999999999999"', '"user:1-pixverse:../..-video:1"'],
	...['"2026-13-45T99:99:99Z"', '"Thu, 01 Jan 1970 00:00:00 GMT"', '"0000-00-00"'],
	...[
		buildLongText(500),
		buildLongText(20_000),
		buildNested(5, '[', ']'),
		buildNested(60, '{"a":', '}'),
		buildNested(70, '[', ']'),
	],
	...[buildNested(6_000, '[', ']'), buildNested(3_000, '{"data":[', ']}')],
	`[${new Array(300).fill('{}').join()}]`,
];

/** Names that break code which uses an object as a dictionary, and names that have a meaning in the API. */
const NAMES: readonly string[] = [
	...[
		'__proto__',
		'constructor',
		'prototype',
		'toString',
		'valueOf',
		'hasOwnProperty',
		'toJSON',
		'then',
	],
	...[
		'length',
		'error',
		'message',
		'errorDetails',
		'data',
		'id',
		'email',
		'video_id',
		'url',
		'total',
	],
	...[
		'has_more',
		'result',
		'path',
		'success_ids',
		'video_status',
		'video_status_final',
		'',
		' ',
		'\u0000',
	],
	'<b>name</b>',
];

/** Bodies that are unrelated to the request. */
const BODIES: readonly string[] = [
	...[
		'',
		' ',
		'null',
		'[]',
		'{}',
		'""',
		'0',
		'true',
		'undefined',
		'NaN',
		'[object Object]',
		'{',
		'[',
		'"',
	],
	'<!DOCTYPE html><html><body><h1>502 Bad Gateway</h1></body></html>',
	'<html><body onload="alert(1)">Sign in</body></html>',
	'<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>',
	...[
		'OK',
		'Internal Server Error',
		'upstream connect error',
		'%PDF-1.4',
		'\u0000\u0001\u0002',
		'{"a":1,}',
	],
	...[
		"{'a': 1}",
		'{"a":1} trailing',
		'{"a":1}{"b":2}',
		")]}',\n{}",
		'callback({"a":1})',
		'// no\n{}',
	],
	...['{"error":"', '{"error":null}', '{"error":{}}', '{"error":[]}', '{"error":{"message":{}}}'],
	...[
		buildNested(6_000, '[', ']'),
		`[${'{},'.repeat(2_000)}{}]`,
		buildLongText(20_000),
		`{"error":${buildLongText(20_000)}}`,
	],
	`{"error":"${'http://'.repeat(2_000)}"}`,
	`{"error":"${'bearer '.repeat(2_000)}"}`,
];

type Tree = Record<string, unknown> | unknown[];
/** A property or list entry in a JSON tree. */
interface Location {
	readonly parent: Tree;
	readonly name: string;
}

const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null;
const pick = <T,>(from: readonly T[], at: number): T => from[at % from.length] as T;
/** Placeholder for JSON text that JSON.stringify can't produce. */
const getPlaceholder = (variant: number): string => `@raw:${variant % VALUES.length}@`;
const getValue = ({ parent, name }: Location) => (parent as Record<string, unknown>)[name];
const setValue = ({ parent, name }: Location, value: unknown) =>
	void Object.defineProperty(parent, name, {
		value,
		enumerable: true,
		configurable: true,
		writable: true,
	});

function findLocations(tree: Tree, found: Location[] = []): Location[] {
	for (const name of Object.keys(tree)) {
		found.push({ parent: tree, name });
		const value = (tree as Record<string, unknown>)[name];
		if (isTree(value)) findLocations(value, found);
	}
	return found;
}

const mutateTree =
	(change: (location: Location, variant: number, all: Location[]) => void) =>
	(text: string, { position, variant }: Mutation): string => {
		let mutated: string | undefined;
		try {
			const tree: { root?: unknown } = { root: JSON.parse(text) as unknown };
			const locations = findLocations(tree);
			change(pick(locations, position), variant, locations);
			mutated = JSON.stringify(tree.root);
		} catch {
			// An earlier mutation has made the text invalid or nested it too deeply.
			return text;
		}
		return (mutated ?? '')
			.replace(/"@raw:(\d+)@"/g, (_match, number: string) => VALUES[Number(number)] ?? 'null')
			.replace(/"@twice@/g, '"');
	};

const MUTATORS = {
	replace: mutateTree((location, variant) => setValue(location, getPlaceholder(variant))),
	replaceEach: mutateTree(({ name }, variant, all) => {
		for (const location of all)
			if (location.name === name) setValue(location, getPlaceholder(variant));
	}),
	replaceAll: mutateTree((_location, variant, all) => {
		for (const [index, location] of all.entries())
			if (!isTree(getValue(location))) setValue(location, getPlaceholder(variant + index));
	}),
	remove: mutateTree(({ parent, name }) => {
		if (Array.isArray(parent)) parent.splice(Number(name), 1);
		else delete parent[name];
	}),
	rename: mutateTree(({ parent, name }, variant) => {
		const value = getValue({ parent, name });
		if (Array.isArray(parent)) return;
		delete parent[name];
		setValue({ parent, name: pick(NAMES, variant) }, value);
	}),
	add: mutateTree(({ parent }, variant) =>
		setValue({ parent, name: pick(NAMES, variant) }, getPlaceholder(variant * 7)),
	),
	wrapInList: mutateTree((location) => setValue(location, [getValue(location)])),
	wrapInObject: mutateTree((location, variant) =>
		setValue(location, { [pick(NAMES, variant)]: getValue(location) }),
	),
	toText: mutateTree((location) =>
		setValue(location, JSON.stringify(getValue(location)) ?? 'undefined'),
	),
	toNumber: mutateTree((location) => setValue(location, Number(getValue(location)))),
	duplicateKey: mutateTree(({ parent, name }, variant) => {
		if (!Array.isArray(parent))
			setValue({ parent, name: `@twice@${name}` }, getPlaceholder(variant));
	}),
	repeat: mutateTree((location, variant) =>
		setValue(location, new Array(1 + (variant % 60)).fill(getValue(location))),
	),
	replaceBody: (_text: string, { variant }: Mutation) => pick(BODIES, variant),
	truncate: (text: string, { position }: Mutation) =>
		text.slice(0, position % Math.max(1, text.length)),
	insert: (text: string, { position, variant }: Mutation) => {
		const offset = position % Math.max(1, text.length);
		return text.slice(0, offset) + pick(VALUES.slice(0, 60), variant) + text.slice(offset);
	},
	addByteOrderMark: (text: string) => `\uFEFF${text}`,
	// The body was written in another charset than UTF-8.
	changeCharset: (text: string, { variant }: Mutation) =>
		Buffer.from(text, pick(['utf16le', 'latin1'] as const, variant)).toString('utf8'),
	append: (text: string, { variant }: Mutation) => text + pick(BODIES, variant),
} as const satisfies Record<string, (text: string, mutation: Mutation) => string>;

const mutation: fc.Arbitrary<Mutation> = fc.record({
	// Mutations of the tree keep most of a response valid, so they reach more code.
	type: fc.oneof(
		{
			weight: 5,
			arbitrary: fc.constantFrom<Mutation['type']>('replace', 'replaceEach', 'add', 'rename'),
		},
		{
			weight: 3,
			arbitrary: fc.constantFrom(...(Object.keys(MUTATORS) as Array<Mutation['type']>)),
		},
	),
	position: fc.nat(99_999),
	variant: fc.nat(99_999),
});

/** One to four mutations of the same response. */
export const mutations = fc.array(mutation, { minLength: 1, maxLength: 4 });

/** Applies mutations to a response, one after the other. */
export const corrupt = (text: string, list: readonly Mutation[]): string =>
	list.reduce((corrupted, mutation) => MUTATORS[mutation.type](corrupted, mutation), text);
