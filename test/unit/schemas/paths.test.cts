import { existsSync } from 'node:fs';
import path from 'node:path';

import { loadOutputSchema, resolveOutputSchemaPath } from 'n8n-core';

import { PixVerse } from '../../../nodes/PixVerse/PixVerse.node';
import { PixVerseTrigger } from '../../../nodes/PixVerseTrigger/PixVerseTrigger.node';
import { operations } from '../../../nodes/PixVerse/actions/index';

const getNodeFolder = (node: string) => path.resolve(__dirname, '../../../nodes', node);
const rows = Object.entries(operations).flatMap(([resource, entries]) =>
	entries.map(({ option }) => [resource, option.value] as const),
);

describe('Output schemas in n8n-core', () => {
	it.each(rows)('should be found for %s.%s', (resource, operation) => {
		// The editor requests the latest version, with three numbers.
		const version = `${String([new PixVerse().description.version].flat().at(-1))}.0`;
		const nodeDir = getNodeFolder('PixVerse');
		const file = resolveOutputSchemaPath({ nodeDir, version, resource, operation });
		expect(file !== undefined && existsSync(file)).toBe(true);
	});

	it('should be found for the trigger, which has no resource and operation', () => {
		const { version } = new PixVerseTrigger().description;
		const schema = loadOutputSchema({
			nodeDir: getNodeFolder('PixVerseTrigger'),
			version: Number(version),
			versionFallback: true,
		});
		expect(schema).toMatchObject({ type: 'object', properties: { kind: { type: 'string' } } });
	});
});
