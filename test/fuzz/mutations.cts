import fc from 'fast-check';

/**
 * Corrupts real responses. A mutation is plain data, so that fast-check can make it smaller and a seed brings it back.
 */
export interface Mutation {
	readonly how: keyof typeof WAYS;
	/** Where, as a number that is taken modulo what there is. */
	readonly at: number;
	/** By what, likewise. */
	readonly by: number;
}

const long = (length: number) => `"${'long '.repeat(length / 5)}"`;
const deep = (levels: number, open: string, close: string) =>
	`${open.repeat(levels)}1${close.repeat(levels)}`;

/** JSON that stands where something else is expected, as it is written. */
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
	...['{"error":"told"}', '{"error":{"message":"told"}}', '{"message":"<b>told</b>"}'],
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
	...[long(500), long(20_000), deep(5, '[', ']'), deep(60, '{"a":', '}'), deep(70, '[', ']')],
	...[deep(6_000, '[', ']'), deep(3_000, '{"data":[', ']}')],
	`[${new Array(300).fill('{}').join()}]`,
];

/** Names that trip up code which takes an object for a dictionary, and names the API gives a meaning. */
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
		deep(6_000, '[', ']'),
		`[${'{},'.repeat(2_000)}{}]`,
		long(20_000),
		`{"error":${long(20_000)}}`,
	],
	`{"error":"${'http://'.repeat(2_000)}"}`,
	`{"error":"${'bearer '.repeat(2_000)}"}`,
];

type Tree = Record<string, unknown> | unknown[];
interface Place {
	readonly holder: Tree;
	readonly name: string;
}

const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null;
const pick = <T,>(from: readonly T[], at: number): T => from[at % from.length] as T;
/** Stands for JSON that no value of JavaScript is written as. */
const raw = (by: number): string => `@raw:${by % VALUES.length}@`;
const get = ({ holder, name }: Place) => (holder as Record<string, unknown>)[name];
const set = ({ holder, name }: Place, value: unknown) =>
	void Object.defineProperty(holder, name, {
		value,
		enumerable: true,
		configurable: true,
		writable: true,
	});

function placesIn(tree: Tree, found: Place[] = []): Place[] {
	for (const name of Object.keys(tree)) {
		found.push({ holder: tree, name });
		const value = (tree as Record<string, unknown>)[name];
		if (isTree(value)) placesIn(value, found);
	}
	return found;
}

const inTree =
	(change: (place: Place, by: number, all: Place[]) => void) =>
	(text: string, { at, by }: Mutation): string => {
		let written: string | undefined;
		try {
			const tree: { root?: unknown } = { root: JSON.parse(text) as unknown };
			const places = placesIn(tree);
			change(pick(places, at), by, places);
			written = JSON.stringify(tree.root);
		} catch {
			// The text is corrupt already: no JSON, or nested too deeply.
			return text;
		}
		return (written ?? '')
			.replace(/"@raw:(\d+)@"/g, (_whole, number: string) => VALUES[Number(number)] ?? 'null')
			.replace(/"@twice@/g, '"');
	};

const WAYS = {
	replace: inTree((place, by) => set(place, raw(by))),
	replaceEach: inTree(({ name }, by, all) => {
		for (const place of all) if (place.name === name) set(place, raw(by));
	}),
	replaceAll: inTree((_place, by, all) => {
		for (const [index, place] of all.entries())
			if (!isTree(get(place))) set(place, raw(by + index));
	}),
	drop: inTree(({ holder, name }) => {
		if (Array.isArray(holder)) holder.splice(Number(name), 1);
		else delete holder[name];
	}),
	rename: inTree((place, by) => {
		const value = get(place);
		if (Array.isArray(place.holder)) return;
		delete place.holder[place.name];
		set({ holder: place.holder, name: pick(NAMES, by) }, value);
	}),
	add: inTree(({ holder }, by) => set({ holder, name: pick(NAMES, by) }, raw(by * 7))),
	wrapInList: inTree((place) => set(place, [get(place)])),
	wrapInObject: inTree((place, by) => set(place, { [pick(NAMES, by)]: get(place) })),
	asText: inTree((place) => set(place, JSON.stringify(get(place)) ?? 'undefined')),
	asNumber: inTree((place) => set(place, Number(get(place)))),
	twice: inTree((place, by) => {
		if (!Array.isArray(place.holder)) set({ ...place, name: `@twice@${place.name}` }, raw(by));
	}),
	repeat: inTree((place, by) => set(place, new Array(1 + (by % 60)).fill(get(place)))),
	otherBody: (_text: string, { by }: Mutation) => pick(BODIES, by),
	cut: (text: string, { at }: Mutation) => text.slice(0, at % Math.max(1, text.length)),
	insert: (text: string, { at, by }: Mutation) => {
		const place = at % Math.max(1, text.length);
		return text.slice(0, place) + pick(VALUES.slice(0, 60), by) + text.slice(place);
	},
	mark: (text: string) => `\uFEFF${text}`,
	// What is read as UTF-8 was written as something else.
	otherCharset: (text: string, { by }: Mutation) =>
		Buffer.from(text, pick(['utf16le', 'latin1'] as const, by)).toString('utf8'),
	append: (text: string, { by }: Mutation) => text + pick(BODIES, by),
} as const satisfies Record<string, (text: string, mutation: Mutation) => string>;

const mutation: fc.Arbitrary<Mutation> = fc.record({
	// What changes the tree leaves most of an answer right, and gets further.
	how: fc.oneof(
		{
			weight: 5,
			arbitrary: fc.constantFrom<Mutation['how']>('replace', 'replaceEach', 'add', 'rename'),
		},
		{ weight: 3, arbitrary: fc.constantFrom(...(Object.keys(WAYS) as Array<Mutation['how']>)) },
	),
	at: fc.nat(99_999),
	by: fc.nat(99_999),
});

/** One to four mutations of the same answer. */
export const mutations = fc.array(mutation, { minLength: 1, maxLength: 4 });

/** Applies mutations to an answer, one after the other. */
export const corrupt = (text: string, list: readonly Mutation[]): string =>
	list.reduce((corrupted, each) => WAYS[each.how](corrupted, each), text);
