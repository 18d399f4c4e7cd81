import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { testCredential } from './harness/harness.cts';
import { onlyJson, createTestBed } from './test-bed.cts';
import { accountGetAll } from './parameters.cts';

const testBed = createTestBed();

/** A URL without a server. */
async function getUnusedUrl(): Promise<string> {
	const server = createServer();
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	await new Promise((resolve) => server.close(resolve));
	return `http://127.0.0.1:${port}`;
}

const getValidCredential = () => ({
	apiToken: testBed.simulator.token,
	baseUrl: testBed.simulator.url,
});

describe('The credential test', () => {
	it('should accept a valid token', async () => {
		expect(await testCredential(getValidCredential())).toMatchObject({ status: 'OK' });
	});

	it('should need no PixVerse account, so that new users can save the credential', async () => {
		testBed.simulator.accounts.clear();
		expect(await testCredential(getValidCredential())).toMatchObject({ status: 'OK' });
	});

	it('should report a wrong token', async () => {
		const result = await testCredential({ ...getValidCredential(), apiToken: 'user:1-wrong' });
		expect(result.status).toBe('Error');
		expect(result.message).toMatch(/token/i);
		expect(result.message).not.toContain('user:1-wrong');
	});

	it('should report an expired subscription', async () => {
		testBed.simulator.faults.add({ kind: 'status', status: 402, count: 0 });
		const result = await testCredential(getValidCredential());
		expect(result.status).toBe('Error');
		expect(result.message).toMatch(/subscription/i);
	});

	it('should report an unreachable host', async () => {
		const result = await testCredential({ ...getValidCredential(), baseUrl: await getUnusedUrl() });
		expect(result.status).toBe('Error');
		expect(result.message).toMatch(/reach|ECONNREFUSED/i);
	});

	it('should have a separate message for each case', async () => {
		const wrongToken = await testCredential({ ...getValidCredential(), apiToken: 'user:1-wrong' });
		testBed.simulator.faults.add({ kind: 'status', status: 402, count: 0 });
		const expired = await testCredential(getValidCredential());
		const unreachable = await testCredential({
			...getValidCredential(),
			baseUrl: await getUnusedUrl(),
		});
		const messages = [wrongToken, expired, unreachable].map(({ message }) => message);
		expect(new Set(messages).size).toBe(3);
	});

	it('should reject a web page in place of the API', async () => {
		testBed.simulator.faults.add({ kind: 'html', count: 0 });
		expect(await testCredential(getValidCredential())).toMatchObject({ status: 'Error' });
	});
});

describe('The credential', () => {
	it.each(['/', '/v2', '/v2/', '/v2/pixverse', '/v2/pixverse/'])(
		'should accept "%s" after the host',
		async (suffix) => {
			const credentials = { ...getValidCredential(), baseUrl: testBed.simulator.url + suffix };
			const out = await testBed.run(accountGetAll(), { credentials });
			expect(onlyJson(out)).toMatchObject({ email: 'studio@example.com' });
		},
	);

	it('should accept blanks around a copied token', async () => {
		const credentials = { ...getValidCredential(), apiToken: ` ${testBed.simulator.token}\n` };
		const out = await testBed.run(accountGetAll(), { credentials });
		expect(onlyJson(out)).toMatchObject({ email: 'studio@example.com' });
	});

	it('should report an invalid Base URL', async () => {
		const credentials = { ...getValidCredential(), baseUrl: 'api.useapi.net' };
		const out = await testBed.run(accountGetAll(), { credentials });
		expect(out.error?.message).toContain('"Base URL"');
	});

	it('should be required', async () => {
		const out = await testBed.run(accountGetAll(), { credentials: undefined });
		expect(out.error?.message).toMatch(/credentials/i);
	});
});
