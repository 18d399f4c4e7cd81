import type { INode, INodeParameters, INodeTypeDescription } from 'n8n-workflow';
import { NodeHelpers } from 'n8n-workflow';
import { join } from 'node:path';
import { selectors, type Browser } from 'playwright-core';
import { complete, getSubtitle } from '../../scripts/pictures/shown.cts';
import { PixVerseTrigger } from '../../nodes/PixVerseTrigger/PixVerseTrigger.node';
import { description as node, operations, visible } from '../unit/node/properties.cts';
import { startBrowser } from '../e2e/browser/chromium.cts';
import { Editor } from '../e2e/browser/editor.cts';
import { Panel } from '../e2e/browser/panel.cts';
import { freePort } from '../e2e/n8n/ports.cts';
import type { WorkflowNode } from '../e2e/n8n/rest.cts';
import {
	ARTIFACTS,
	START_TIMEOUT_MS,
	startEnvironment,
	type TestEnvironment,
} from '../e2e/environment.cts';
import { chainNodes, pixVerseNode, START } from '../e2e/workflows.cts';

const trigger = new PixVerseTrigger().description;

// The time limits are those of a busy machine: a test that has timed out goes on in the page of the next one.

let environment: TestEnvironment;
let browser: Browser;
let editor: Editor;
let panel: Panel;
/** What the browser's console and the page complain about. */
const complaints: string[] = [];

beforeAll(async () => {
	selectors.setTestIdAttribute('data-test-id');
	browser = await startBrowser();
	environment = await startEnvironment('editor-walk');
	const window = { width: 1400, height: 1500 };
	const pictures = join(ARTIFACTS, 'editor-walk');
	editor = await Editor.open(browser, environment.n8n.url, environment.owner, pictures, window);
	panel = new Panel(editor.page);
	editor.page.on('pageerror', (error) => complaints.push(String(error)));
	editor.page.on('console', (message) => {
		if (message.type() === 'error') complaints.push(message.text());
	});
}, START_TIMEOUT_MS);
afterAll(async () => {
	await browser?.close();
	await environment?.close();
});

/** The labels that a node shows with these parameters, from the top. */
function labelsOf(form: INodeTypeDescription, parameters: WorkflowNode['parameters']): string[] {
	const given = parameters as INodeParameters;
	const at = { typeVersion: 1 } as INode;
	const values = NodeHelpers.getNodeParameters(form.properties, given, true, false, at, form) ?? {};
	return visible(values, form)
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
		const canvas = await editor.canvasTexts();
		await editor.picture('canvas');
		const wrong: Record<string, unknown> = {};
		for (const { resource, value: operation, option } of operations) {
			const action = String(option.action);
			await editor.openNode(action);
			const expected = labelsOf(node, { resource, operation });
			const labels = await panel.labels();
			await editor.picture(`${resource}-${operation}`);
			if (!contains(labels, expected)) wrong[action] = { expected, labels };
			const text = await panel.text();
			if (/undefined|\{\{|error fetching|problem/i.test(text)) wrong[`${action}: text`] = text;
			await panel.close();
		}
		expect(wrong).toEqual({});
		// The name of the node, and what tells it apart: the action only where nothing is set.
		for (const { resource, value: operation, option } of operations) {
			const action = String(option.action);
			const subtitle = String(getSubtitle(complete({ resource, operation })));
			expect(canvas[action]).toEqual([action, subtitle]);
		}
		expect(complaints).toEqual([]);
	}, 900_000);

	/** Opens a workflow of this one node and the node itself. */
	async function open(...nodes: WorkflowNode[]): Promise<void> {
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
		async (field, words, shown) => {
			await open(pixVerseNode('Picker', environment.credential, shown));
			const entries = await panel.entriesOf(field, words);
			await editor.picture(`picker-${field}`);
			const found = entries.filter((entry) => entry.toLowerCase().includes(words));
			expect(found.length).toBeGreaterThan(0);
			expect(found.length).toBeGreaterThanOrEqual(entries.length - 1);
			for (const entry of entries) expect(entry).not.toMatch(/undefined|null|\[object/);
		},
		180_000,
	);

	it('should only offer "Any Account" where no specific one is required', async () => {
		await open(
			pixVerseNode('Any', environment.credential, { resource: 'image', operation: 'create' }),
		);
		expect(await panel.entriesOf('account')).toContain('Any Account');
		await open(
			pixVerseNode('Delete', environment.credential, { resource: 'account', operation: 'delete' }),
		);
		expect(await panel.entriesOf('account')).not.toContain('Any Account');
	}, 180_000);

	it('should report why a list cannot be read', async () => {
		const nowhere = `http://127.0.0.1:${await freePort()}`;
		const unreachable = await environment.rest.createCredential('Nowhere', 'pixVerseApi', {
			apiToken: environment.simulator.token,
			baseUrl: nowhere,
		});
		await open(pixVerseNode('Cut off', unreachable, { operation: 'restyle' }));
		const complaint = await panel.complaintOf('restyleId');
		await editor.picture('unreachable-list');
		expect(complaint).toMatch(/cannot be reached|could not be reached|credential/i);
		expect(complaint).not.toMatch(/[{}]/);
	}, 180_000);

	it('should only show the off-peak notice while Off-Peak Mode is on', async () => {
		const long = /can take up to 24 hours/;
		await open(pixVerseNode('Now', environment.credential, { prompt: 'A lighthouse' }));
		expect(await panel.text()).not.toMatch(long);
		const options = { offPeakMode: true };
		await open(
			pixVerseNode('Tonight', environment.credential, { prompt: 'A lighthouse', options }),
		);
		expect(await panel.text()).toMatch(long);
		await editor.picture('off-peak');
	}, 180_000);

	it('should report a wrong token and a rejected prompt with the next step', async () => {
		const wrong = await environment.rest.createCredential('Wrong token', 'pixVerseApi', {
			apiToken: 'user:1-wrong',
			baseUrl: environment.simulator.url,
		});
		await open(START, pixVerseNode('Stranger', wrong, { prompt: 'A lighthouse' }));
		const refused = await panel.failure();
		await editor.picture('wrong-token');
		expect(refused.message).toMatch(/token wasn't accepted/i);
		expect(refused.description).toMatch(/credential/i);

		await open(
			START,
			pixVerseNode('Moderated', environment.credential, { prompt: 'A [moderated] one' }),
		);
		const moderated = await panel.failure();
		await editor.picture('refused-prompt');
		expect(moderated.message).toMatch(/moderation|refused/i);
		expect(moderated.description).toMatch(/rephrase|prompt/i);
		for (const { message } of [refused, moderated]) expect(message).not.toMatch(/[{}]/);
	}, 180_000);

	it('should open the trigger and fetch a test event', async () => {
		environment.simulator.seedVideos(1);
		const job = environment.simulator.jobs.at(-1);
		// By this machine's clock, as n8n tells the end; the simulator's goes ahead of it.
		if (job) Object.assign(job, { createdAt: Date.now() - 42_000 });
		if (job) Object.assign(job.parameters, { prompt: 'A lighthouse in a storm, waves crashing' });
		await open({
			name: 'PixVerse Trigger',
			type: 'n8n-nodes-pixverse.pixVerseTrigger',
			typeVersion: 1,
			position: [0, 0],
			parameters: {},
			credentials: {
				pixVerseApi: { id: environment.credential.id, name: environment.credential.name },
			},
		});
		expect(contains(await panel.labels(), labelsOf(trigger, {}))).toBe(true);
		await editor.picture('trigger');
		await editor.executeStep();
		await editor.showOutputAs('json');
		// The editor draws the output line by line.
		for (const text of ['COMPLETED', 'A lighthouse in a storm, waves crashing'])
			await editor.output.getByText(text).first().waitFor();
		await editor.picture('trigger-event');
	}, 180_000);
});

/** Whether one list has the other in it in the same order. */
function contains(all: string[], wanted: string[]): boolean {
	let next = 0;
	for (const label of all) if (label === wanted[next]) next += 1;
	return next === wanted.length;
}
