import { readFileSync } from 'node:fs';
import path from 'node:path';

import { PixVerse } from '../../../nodes/PixVerse/PixVerse.node';
import { musicModels, speechModels } from '../../../nodes/shared/catalog/audioModels';
import { imageModels } from '../../../nodes/shared/catalog/imageModels';
import { VIDEO_ROWS } from '../catalog/overview-prices.cts';
import { videoModels } from '../../../nodes/shared/catalog/videoModels';
import { generateReference } from '../../../scripts/docs/reference.cts';

const file = path.resolve(__dirname, '../../../docs/reference.md');
const committed = readFileSync(file, 'utf8');

/** Removes the spaces and dashes with which the formatter aligns tables. */
const normalize = (text: string) =>
	text
		.replace(/-{2,}/g, '--')
		.replace(/[ \t]+/g, ' ')
		.split('\n')
		.map((line) => line.trim())
		.filter((line) => line !== '')
		.join('\n');

const { properties } = new PixVerse().description;

describe('docs/reference.md', () => {
	it('should be the output of `npx gulp docs`', () => {
		expect(normalize(committed)).toBe(normalize(generateReference()));
	});

	it('should have every operation', () => {
		const operations = properties
			.filter(({ name }) => name === 'operation')
			.flatMap(({ displayOptions, options = [] }) =>
				options.flatMap((option) =>
					'value' in option ? [`${displayOptions?.show?.resource}.${option.value}`] : [],
				),
			);
		expect(operations).toHaveLength(55);
		for (const operation of operations) expect(committed).toContain(`\`${operation}\``);
	});

	it('should have every parameter', () => {
		const parameters = properties.filter(({ type }) => type !== 'notice');
		const names = new Set(parameters.map(({ name }) => name));
		for (const name of names)
			if (!['resource', 'operation', 'options'].includes(name))
				expect(committed).toContain(`\`${name}\``);
		const options = properties
			.filter(({ type }) => type === 'collection')
			.flatMap(({ options: entries = [] }) => entries.map(({ name }) => name));
		for (const name of new Set(options)) expect(committed).toContain(`\`options.${name}\``);
	});

	it('should have every model', () => {
		const models = [videoModels, imageModels, musicModels, speechModels].flatMap(Object.keys);
		for (const id of models) expect(committed).toContain(`\`${id}\``);
	});

	it('should have the cost calculator in credits and dollars of both plans', () => {
		const rows = committed.split('\n').filter((line) => / credits \/ \$.*credits \/ \$/.test(line));
		expect(rows).toHaveLength(VIDEO_ROWS.length);
		const [first = ''] = rows;
		expect(normalize(first)).toBe(
			'| `v5.5` | 5 s 360p | 20 credits / $0.08 | 45 credits / $0.30 |',
		);
	});
});
