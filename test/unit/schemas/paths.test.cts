import { existsSync } from 'node:fs';
import path from 'node:path';

import { loadOutputSchema, resolveOutputSchemaPath } from 'n8n-core';

import { PixVerse } from '../../../nodes/PixVerse/PixVerse.node';
import { PixVerseTrigger } from '../../../nodes/PixVerseTrigger/PixVerseTrigger.node';
import { operations } from '../../../nodes/PixVerse/actions/index';

const getNodeFolder = (node: string) => path.resolve(__dirname, '../../../nodes', node);
// The editor requests the version of a node with three numbers.
const rows = [new PixVerse().description.version]
	.flat()
	.flatMap((version) =>
		Object.entries(operations).flatMap(([resource, entries]) =>
			entries.map(({ option }) => [resource, option.value, version] as const),
		),
	);

describe('Output schemas in n8n-core', () => {
	it.each(rows)('should be found for %s.%s of version %s', (resource, operation, nodeVersion) => {
		const version = `${String(nodeVersion)}.0.0`;
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
