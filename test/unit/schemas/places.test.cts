import { existsSync } from 'node:fs';
import path from 'node:path';

import { loadOutputSchema, resolveOutputSchemaPath } from 'n8n-core';

import { PixVerse } from '../../../nodes/PixVerse/PixVerse.node';
import { PixVerseTrigger } from '../../../nodes/PixVerseTrigger/PixVerseTrigger.node';
import { operations } from '../../../nodes/PixVerse/actions/index';

const folderOf = (node: string) => path.resolve(__dirname, '../../../nodes', node);
const rows = Object.entries(operations).flatMap(([resource, entries]) =>
	entries.map(({ option }) => [resource, option.value] as const),
);

describe('n8n, looking for the schemas', () => {
	it.each(rows)('finds the one of %s.%s', (resource, operation) => {
		// The editor asks with the version in three numbers; the route takes it as it is.
		const version = `${String(new PixVerse().description.version)}.0.0`;
		const nodeDir = folderOf('PixVerse');
		const file = resolveOutputSchemaPath({ nodeDir, version, resource, operation });
		expect(file !== undefined && existsSync(file)).toBe(true);
	});

	it("finds the trigger's, which has neither resource nor operation", () => {
		const { version } = new PixVerseTrigger().description;
		const schema = loadOutputSchema({
			nodeDir: folderOf('PixVerseTrigger'),
			version: Number(version),
			versionFallback: true,
		});
		expect(schema).toMatchObject({ type: 'object', properties: { kind: { type: 'string' } } });
	});
});
