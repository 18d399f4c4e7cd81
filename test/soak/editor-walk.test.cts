import type { INode, INodeParameters, INodeTypeDescription } from 'n8n-workflow';
import { NodeHelpers } from 'n8n-workflow';
import { join } from 'node:path';
import { selectors, type Browser } from 'playwright-core';
import { completeParameters, getSubtitle } from '../../scripts/pictures/editor-text.cts';
import { PixVerseTrigger } from '../../nodes/PixVerseTrigger/PixVerseTrigger.node';
import { description as node, operations, getVisibleFields } from '../unit/node/properties.cts';
import { startBrowser } from '../e2e/browser/chromium.cts';
import { Editor } from '../e2e/browser/editor.cts';
import { Panel } from '../e2e/browser/panel.cts';
import { findFreePort } from '../e2e/n8n/ports.cts';
import type { WorkflowNode } from '../e2e/n8n/rest.cts';
import {
	ARTIFACTS,
	START_TIMEOUT_MS,
	startEnvironment,
	type TestEnvironment,
} from '../e2e/environment.cts';
import { chainNodes, pixVerseNode, START } from '../e2e/workflows.cts';

const trigger = new PixVerseTrigger().description;

// The timeouts are long enough for a busy machine: after a timeout, a test would continue in the page of the next one.

let environment: TestEnvironment;
let browser: Browser;
let editor: Editor;
let panel: Panel;
/** Errors of the page and in the browser's console. */
const consoleErrors: string[] = [];

beforeAll(async () => {
	selectors.setTestIdAttribute('data-test-id');
	browser = await startBrowser();
	environment = await startEnvironment('editor-walk');
	const window = { width: 1400, height: 1500 };
	const pictures = join(ARTIFACTS, 'editor-walk');
	editor = await Editor.open(browser, environment.n8n.url, environment.owner, pictures, window);
	panel = new Panel(editor.page);
	editor.page.on('pageerror', (error) => consoleErrors.push(String(error)));
	editor.page.on('console', (message) => {
		if (message.type() === 'error') consoleErrors.push(message.text());
	});
}, START_TIMEOUT_MS);
afterAll(async () => {
	await browser?.close();
	await environment?.close();
});

/** Returns the labels that a node should show with the given parameters, from top to bottom. */
function getExpectedLabels(
	form: INodeTypeDescription,
	parameters: WorkflowNode['parameters'],
): string[] {
	const given = parameters as INodeParameters;
	const nodeVersion = { typeVersion: 1 } as INode;
	const values =
		NodeHelpers.getNodeParameters(form.properties, given, true, false, nodeVersion, form) ?? {};
	return getVisibleFields(values, form)
		.filter(({ type }) => type !== 'notice' && type !== 'hidden')
		.map(({ displayName }) => displayName);
}

describe('Every panel of the nodes', () => {
	it('should show the fields of every operation in order, and a subtitle on the canvas', async () => {
		expect(operations.length).toBeGreaterThan(40);
		const nodes = operations.map(({ resource, value, option }, index) => ({
			...pixVerseNode(String(option.action), environment.credential, {
				resource,
				operation: value,
			}),
			id: `walk-${index}`,
			position: [(index % 8) * 220, Math.floor(index / 8) * 160] as const,
		}));
		const { id } = await environment.rest.createWorkflow({ name: 'Walk', nodes, connections: {} });
		await editor.openWorkflow(id);
		const canvas = await editor.getCanvasTexts();
		await editor.takeScreenshot('canvas');
		const problems: Record<string, unknown> = {};
		for (const { resource, value: operation, option } of operations) {
			const action = String(option.action);
			await editor.openNode(action);
			const expected = getExpectedLabels(node, { resource, operation });
			const labels = await panel.getLabels();
			await editor.takeScreenshot(`${resource}-${operation}`);
			if (!containsInOrder(labels, expected)) problems[action] = { expected, labels };
			const text = await panel.getText();
			if (/undefined|\{\{|error fetching|problem/i.test(text)) problems[`${action}: text`] = text;
			await panel.close();
		}
		expect(problems).toEqual({});
		// The node's name and its subtitle. The subtitle is the action only if no parameter is set.
		for (const { resource, value: operation, option } of operations) {
			const action = String(option.action);
			const subtitle = String(getSubtitle(completeParameters({ resource, operation })));
			expect(canvas[action]).toEqual([action, subtitle]);
		}
		expect(consoleErrors).toEqual([]);
	}, 900_000);

	/** Creates and opens a workflow with the given nodes, and opens the last node. */
	async function openLastNode(...nodes: WorkflowNode[]): Promise<void> {
		const { id } = await environment.rest.createWorkflow(
			chainNodes(nodes[0]?.name ?? '', ...nodes),
		);
		await editor.openWorkflow(id);
		await editor.openNode(nodes.at(-1)?.name ?? '');
	}

	it.each([
		['model', 'veo', { resource: 'video', operation: 'create' }],
		['templateId', 'credits', { resource: 'video', operation: 'createFromEffect' }],
		['speakerId', '', { resource: 'video', operation: 'lipSync' }],
		['restyleId', '', { resource: 'video', operation: 'restyle' }],
		['voiceId', '', { resource: 'speech', operation: 'create' }],
		['account', '@', { resource: 'image', operation: 'create' }],
	])(
		'should list the options of "%s" and find "%s"',
		async (field, words, parameters) => {
			await openLastNode(pixVerseNode('Picker', environment.credential, parameters));
			const entries = await panel.getPickerEntries(field, words);
			await editor.takeScreenshot(`picker-${field}`);
			const found = entries.filter((entry) => entry.toLowerCase().includes(words));
			expect(found.length).toBeGreaterThan(0);
			expect(found.length).toBeGreaterThanOrEqual(entries.length - 1);
			for (const entry of entries) expect(entry).not.toMatch(/undefined|null|\[object/);
		},
		180_000,
	);

	it('should only offer "Any Account" where no specific one is required', async () => {
		await openLastNode(
			pixVerseNode('Any', environment.credential, { resource: 'image', operation: 'create' }),
		);
		expect(await panel.getPickerEntries('account')).toContain('Any Account');
		await openLastNode(
			pixVerseNode('Delete', environment.credential, { resource: 'account', operation: 'delete' }),
		);
		expect(await panel.getPickerEntries('account')).not.toContain('Any Account');
	}, 180_000);

	it('should report why a list cannot be read', async () => {
		const unusedUrl = `http://127.0.0.1:${await findFreePort()}`;
		const unreachable = await environment.rest.createCredential('Nowhere', 'pixVerseApi', {
			apiToken: environment.simulator.token,
			baseUrl: unusedUrl,
		});
		await openLastNode(pixVerseNode('Cut off', unreachable, { operation: 'restyle' }));
		const error = await panel.getPickerError('restyleId');
		await editor.takeScreenshot('unreachable-list');
		expect(error).toMatch(/cannot be reached|could not be reached|credential/i);
		expect(error).not.toMatch(/[{}]/);
	}, 180_000);

	it('should only show the off-peak notice while Off-Peak Mode is on', async () => {
		const notice = /can take up to 24 hours/;
		await openLastNode(pixVerseNode('Now', environment.credential, { prompt: 'A lighthouse' }));
		expect(await panel.getText()).not.toMatch(notice);
		const options = { offPeakMode: true };
		await openLastNode(
			pixVerseNode('Tonight', environment.credential, { prompt: 'A lighthouse', options }),
		);
		expect(await panel.getText()).toMatch(notice);
		await editor.takeScreenshot('off-peak');
	}, 180_000);

	it('should report a wrong token and a rejected prompt with the next step', async () => {
		const wrongToken = await environment.rest.createCredential('Wrong token', 'pixVerseApi', {
			apiToken: 'user:1-wrong',
			baseUrl: environment.simulator.url,
		});
		await openLastNode(START, pixVerseNode('Stranger', wrongToken, { prompt: 'A lighthouse' }));
		const unauthorized = await panel.executeAndGetError();
		await editor.takeScreenshot('wrong-token');
		expect(unauthorized.message).toMatch(/token wasn't accepted/i);
		expect(unauthorized.description).toMatch(/credential/i);

		await openLastNode(
			START,
			pixVerseNode('Moderated', environment.credential, { prompt: 'A [moderated] one' }),
		);
		const moderated = await panel.executeAndGetError();
		await editor.takeScreenshot('rejected-prompt');
		expect(moderated.message).toMatch(/moderation|rejected/i);
		expect(moderated.description).toMatch(/rephrase|prompt/i);
		for (const { message } of [unauthorized, moderated]) expect(message).not.toMatch(/[{}]/);
	}, 180_000);

	it('should open the trigger and fetch a test event', async () => {
		environment.simulator.seedVideos(1);
		const job = environment.simulator.jobs.at(-1);
		// n8n uses the time of this machine. The simulator's clock is ahead of it.
		if (job) Object.assign(job, { createdAt: Date.now() - 42_000 });
		if (job) Object.assign(job.parameters, { prompt: 'A lighthouse in a storm, waves crashing' });
		await openLastNode({
			name: 'PixVerse Trigger',
			type: 'n8n-nodes-pixverse.pixVerseTrigger',
			typeVersion: 1,
			position: [0, 0],
			parameters: {},
			credentials: {
				pixVerseApi: { id: environment.credential.id, name: environment.credential.name },
			},
		});
		expect(containsInOrder(await panel.getLabels(), getExpectedLabels(trigger, {}))).toBe(true);
		await editor.takeScreenshot('trigger');
		await editor.executeStep();
		await editor.showOutputAs('json');
		// The editor draws the output line by line.
		for (const text of ['COMPLETED', 'A lighthouse in a storm, waves crashing'])
			await editor.output.getByText(text).first().waitFor();
		await editor.takeScreenshot('trigger-event');
	}, 180_000);
});

/** Whether a list contains the expected labels in the same order. */
function containsInOrder(all: string[], expected: string[]): boolean {
	let next = 0;
	for (const label of all) if (label === expected[next]) next += 1;
	return next === expected.length;
}
