/** @jest-environment ./test/integration/harness/expression-environment.cjs */
import type { IWorkflowSettings } from 'n8n-workflow';

import { useSandboxedExpressions } from './harness/expressions.cts';
import { files, itemWithFile } from './media.cts';
import { accountGetAll, fileUpload, fromBinary } from './parameters.cts';
import { createTestBed, onlyJson } from './test-bed.cts';

const testBed = createTestBed();
useSandboxedExpressions();

/** The workflow setting that the editor calls execution logic v2. */
const combined = { settings: { binaryMode: 'combined' } as IWorkflowSettings };

describe.each([
	{ logic: 'v1', more: {}, at: '' },
	{ logic: 'v2', more: combined, at: '_files.' },
])('With execution logic $logic', ({ more, at }) => {
	it('should send requests with the token of the credential', async () => {
		const { token: apiToken, url: baseUrl } = testBed.simulator;
		const credentials = { apiToken: ` ${apiToken}\n`, baseUrl };
		const out = await testBed.run(accountGetAll(), { ...more, credentials });
		expect(onlyJson(out)).toMatchObject({ email: 'studio@example.com' });
	});

	it('should upload a file of the item', async () => {
		const parameters = fileUpload({ file: fromBinary(`${at}data`) });
		const out = await testBed.run(parameters, { ...more, items: [itemWithFile(files.png)] });
		expect(onlyJson(out)).toMatchObject({ mimeType: 'image/png', size: files.png.data.length });
	});
});
