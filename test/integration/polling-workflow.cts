import type {
	IDataObject,
	INodeExecutionData,
	INodeParameters,
	IPollFunctions,
} from 'n8n-workflow';

import { n8nCore, setBinaryMode } from './harness/engine.cts';
import { nextId, createFixture, createAdditionalData } from './harness/workflow.cts';

type PollContext = InstanceType<typeof n8nCore.PollContext>;
type ActivationMode = ReturnType<IPollFunctions['getActivationMode']>;

interface Traits {
	/** What n8n says a poll may take, in ms. */
	readonly budget?: number;
	/** Hands the trigger a copy of its memory in every poll, as n8n's durable scheduler does. */
	readonly durable?: boolean;
}

/**
 * A published workflow that begins with the trigger, in n8n's own PollContext. One context serves all polls of an
 * activation, and what the trigger remembers is kept by n8n's rule: saved when it is activated, when n8n starts and
 * when something is emitted.
 */
export class TriggerWorkflow {
	#saved = '{}';
	#context: PollContext | undefined;
	#save = () => {};
	#store: IDataObject = {};

	constructor(
		private readonly credentials: { apiToken: string; baseUrl: string },
		public parameters: INodeParameters = {},
		private readonly traits: Traits = {},
	) {}

	/** The user publishes the workflow. */
	async activate(): Promise<INodeExecutionData[]> {
		return await this.#begin('activate');
	}

	/** n8n starts again, while the workflow is published. */
	async restart(): Promise<INodeExecutionData[]> {
		return await this.#begin('init');
	}

	/** A poll; the items that start the workflow, none if nothing does. */
	async poll(): Promise<INodeExecutionData[]> {
		if (this.#context === undefined) throw new Error('The workflow is not published');
		const { node } = this.#bench('trigger');
		const output = await node.poll.call(this.#context);
		if (output === null) return [];
		this.#save();
		expect(output).toHaveLength(1);
		expect(output[0]?.length).toBeGreaterThan(0);
		return output[0] ?? [];
	}

	/** "Fetch Test Event" in the editor. */
	async fetchTestEvent(): Promise<INodeExecutionData[]> {
		await setBinaryMode('filesystem');
		const { node, contextFor } = this.#bench('manual');
		const before = this.#saved;
		const output = await node.poll.call(contextFor('manual'));
		expect(this.#saved).toBe(before);
		return output?.[0] ?? [];
	}

	/** What n8n has in its database. */
	get saved(): string {
		return this.#saved;
	}

	async #begin(mode: ActivationMode): Promise<INodeExecutionData[]> {
		await setBinaryMode('filesystem');
		this.#context = this.#bench('trigger').contextFor(mode);
		const items = await this.poll();
		this.#save();
		return items;
	}

	#bench(mode: 'trigger' | 'manual') {
		const use = {
			node: 'pixVerseTrigger' as const,
			parameters: this.parameters,
			credentials: this.credentials,
			staticData: JSON.parse(this.#saved) as IDataObject,
		};
		const { workflow, node, nodeType, credentials } = createFixture(use, [], {});
		const { poll } = nodeType;
		if (poll === undefined) throw new Error('The trigger does not poll');
		const { budget, durable } = this.traits;
		const contextFor = (activation: ActivationMode): PollContext => {
			this.#store = workflow.getStaticData('node', node);
			this.#save = () => {
				if (durable) workflow.staticData[`node:${node.name}`] = this.#store;
				this.#saved = JSON.stringify(workflow.staticData);
			};
			return new n8nCore.PollContext(
				workflow,
				node,
				createAdditionalData(credentials, { executionId: nextId() }),
				mode,
				activation,
				undefined,
				undefined,
				undefined,
				undefined,
				durable ? () => this.#store : undefined,
				budget === undefined ? undefined : () => budget,
			);
		};
		return { node: { poll }, contextFor };
	}
}
