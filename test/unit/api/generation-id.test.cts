import fc from 'fast-check';
import {
	buildFileName,
	parseGenerationId,
	undecorate,
} from '../../../nodes/shared/api/generationId';

const kinds = fc.constantFrom(
	'video' as const,
	'image' as const,
	'music' as const,
	'speech' as const,
);
const accounts = fc
	.tuple(fc.stringMatching(/^[a-z0-9._+-]{1,20}$/), fc.domain())
	.map(([name, domain]) => `${name}@${domain}`);
const numbers = fc.stringMatching(/^\d{1,18}$/);
const owners = fc.integer({ min: 1 }).map(String);
const parts = fc.record({ owner: owners, account: accounts, kind: kinds, number: numbers });
const buildId = ({ owner, account, kind, number }: Record<string, string>) =>
	`user:${owner}-pixverse:${account}-${kind}:${number}`;

/** Text in an ID that could change the path of a request. */
const maliciousText = fc
	.array(
		fc.constantFrom(
			...[
				'a',
				'1',
				'.',
				'..',
				'/',
				'\\',
				'?',
				'#',
				'%',
				':',
				'@',
				' ',
				'\n',
				'\t',
				'\0',
				'&',
				'<b>',
			],
			...[
				'%2f',
				'%2F',
				'%5c',
				'%3a',
				'%40',
				'%2e%2e',
				'%00',
				'%0a',
				'%3f',
				'%23',
				'-video:1',
				'-pixverse:',
			],
		),
		{ maxLength: 3 },
	)
	.map((pieces) => pieces.join(''));

describe('parseGenerationId', () => {
	it('should return account, type, and number, and keep the raw ID', () => {
		fc.assert(
			fc.property(parts, (idParts) => {
				const { account, kind, number } = idParts;
				expect(parseGenerationId(buildId(idParts))).toEqual({
					raw: buildId(idParts),
					account,
					kind,
					number,
				});
			}),
		);
	});

	it('should decode a percent-encoded ID', () => {
		fc.assert(
			fc.property(parts, (idParts) => {
				const raw = buildId(idParts);
				expect(parseGenerationId(encodeURIComponent(raw))?.raw).toBe(raw);
				expect(parseGenerationId(raw.replaceAll(':', '%3a').replaceAll('@', '%40'))?.raw).toBe(raw);
			}),
		);
	});

	it('should ignore spaces and line breaks around the ID', () => {
		const raw = 'user:1234-pixverse:studio@example.com-video:987';
		expect(parseGenerationId(`  ${raw}\n`)?.raw).toBe(raw);
	});

	it.each([
		['nothing', ''],
		['a number alone', '987'],
		['a web address', 'https://media.pixverse.ai/987.mp4'],
		['an ID of another service', 'user:1234-kling:studio@example.com-video:987'],
		['another kind', 'user:1234-pixverse:studio@example.com-avatar:987'],
		['no number', 'user:1234-pixverse:studio@example.com-video:'],
		['a negative number', 'user:1234-pixverse:studio@example.com-video:-1'],
		['no account', 'user:1234-pixverse:-video:987'],
		['text after the number', 'user:1234-pixverse:studio@example.com-video:987/edit'],
		['a query', 'user:1234-pixverse:studio@example.com-video:987?limit=1'],
		['a second line', 'user:1234-pixverse:studio@example.com-video:987\nx'],
		['a broken encoding', 'user%3A1234-pixverse%3Astudio%40example.com-video%3A987%'],
		['a slash that was encoded', 'user%3A1%2F..%2F-pixverse%3Aa%40b.com-video%3A1'],
		[
			'a backslash, which is a slash in a web address',
			'user:1\\..\\..\\x-pixverse:a@b.com-video:1',
		],
		['markup', 'user:<b>-pixverse:a@b.com-video:1'],
	])('should reject %s', (_case, text) => {
		expect(parseGenerationId(text)).toBeUndefined();
	});

	it('should only return IDs that are one segment of the path', () => {
		fc.assert(
			fc.property(maliciousText, maliciousText, (user, account) => {
				const id = parseGenerationId(`user:1${user}-pixverse:a${account}-video:1`);
				if (!id) return;
				const { pathname, search, hash } = new URL(
					`https://api.example/v2/pixverse/videos/${id.raw}`,
				);
				expect({ search, hash }).toEqual({ search: '', hash: '' });
				expect(pathname).toMatch(/^\/v2\/pixverse\/videos\/user:[^/]+-video:1$/);
			}),
			{ numRuns: 5000 },
		);
	});

	it('should never throw, whatever the text', () => {
		fc.assert(
			fc.property(fc.oneof(fc.string({ unit: 'binary' }), maliciousText), (text) => {
				const id = parseGenerationId(text);
				expect(id === undefined || id.raw.includes('-pixverse:')).toBe(true);
			}),
		);
	});
});

describe('The name of a downloaded file', () => {
	it('should contain the type and the number, without special characters', () => {
		fc.assert(
			fc.property(parts, (idParts) => {
				const id = parseGenerationId(buildId(idParts));
				if (!id) throw new Error('no ID');
				expect(buildFileName({ noun: idParts.kind }, id, '.mp4')).toBe(
					`pixverse-${idParts.kind}-${idParts.number}.mp4`,
				);
				expect(buildFileName({ noun: 'music video' }, id, '.mp4')).toMatch(
					/^pixverse-music-video-\d+\.mp4$/,
				);
			}),
		);
	});
});

describe('Formatting around an ID', () => {
	const id = 'user:1234-pixverse:studio@example.com-video:5678';

	it.each([
		['a code mark', `\`${id}\``],
		['a code block', `\`\`\`\n${id}\n\`\`\``],
		['quotation marks', `"${id}"`],
		['single quotation marks', `'${id}'`],
		['typographic quotation marks', `“${id}”`],
		['one quotation mark', `"${id}`],
		['a full stop', `${id}.`],
		['a comma', `${id}, `],
		['angle brackets', `<${id}>`],
		['brackets', `[${id}]`],
		['parentheses and a full stop', `(${id}).`],
		['bold text', `**${id}**`],
		['a list mark', `- ${id}`],
		['an invisible character', `\u200b${id}\ufeff`],
		['line breaks', `\n${id}\r\n`],
		['a link', `[${id}](https://example.com/videos)`],
		['a link to mail', `[${id}](mailto:${id})`],
		[
			'a link around the account, without a scheme',
			'user:1234-pixverse:[studio@example.com](studio@example.com)-video:5678',
		],
		[
			'a linked email',
			'user:1234-pixverse:[studio@example.com](mailto:studio@example.com)-video:5678',
		],
		[
			'a Slack email',
			'user:1234-pixverse:<mailto:studio@example.com|studio@example.com>-video:5678',
		],
		['several of them', `**"\`${id}\`".**`],
	])('should be ignored: %s', (_case, text) => {
		expect(parseGenerationId(text)?.raw).toBe(id);
	});

	it.each([
		['a path', `${id}/..`],
		['a query', `${id}?x=1`],
		['two IDs', `${id} ${id}`],
		['a word', `The ID is ${id}`],
		['a bracket in it', id.replace('studio', '<studio>')],
		['a space in it', id.replace('-video', ' -video')],
	])('should not be ignored within the text: %s', (_case, text) => {
		expect(parseGenerationId(text)).toBeUndefined();
	});

	it.each([
		['[a@b.co](mailto:a@b.co)', 'a@b.co'],
		['<mailto:a@b.co>', 'a@b.co'],
		['mailto:a@b.co', 'a@b.co'],
		['`a@b.co`.', 'a@b.co'],
		['"a@b.co";', 'a@b.co'],
		['_a@b.co', '_a@b.co'],
		["o'brien@b.co", "o'brien@b.co"],
		['Cantonese_Host（F)', 'Cantonese_Host（F)'],
		['(A) b (C)', '(A) b (C)'],
		['  ', ''],
	])('should be removed from %j', (text, inner) => {
		expect(undecorate(text)).toBe(inner);
	});
});
