import type {
	IDataObject,
	INodeExecutionData,
	INodeParameters,
	IPollFunctions,
} from 'n8n-workflow';

import { type Poller, PollStorage } from '../poll-storage.cts';
import { n8nCore, setBinaryMode } from './harness/engine.cts';
import { nextId, createFixture, createAdditionalData } from './harness/workflow.cts';

type ActivationMode = ReturnType<IPollFunctions['getActivationMode']>;

interface Options {
	/** Time limit of a poll that n8n reports to the node. */
	readonly pollTimeoutMs?: number;
	readonly poller?: Poller;
}

/** A published workflow that starts with the trigger, in n8n's own PollContext. */
export class TriggerWorkflow {
	readonly #storage: PollStorage;
	readonly #id = nextId();
	#name = 'PixVerse Trigger';
	#poll: ((isActivation: boolean) => Promise<INodeExecutionData[]>) | undefined;

	constructor(
		private readonly credentials: { apiToken: string; baseUrl: string },
		public parameters: INodeParameters = {},
		private readonly options: Options = {},
	) {
		this.#storage = new PollStorage(options.poller ?? 'memory');
	}

	/** The user activates the workflow. @param beforeEnd runs after the poll, before n8n saves what it has written */
	async activate(beforeEnd?: () => Promise<void>): Promise<INodeExecutionData[]> {
		return await this.#activate('activate', beforeEnd);
	}

	/** The user publishes a new version of the active workflow. */
	async publish(parameters: INodeParameters): Promise<INodeExecutionData[]> {
		this.parameters = parameters;
		return await this.#activate('update');
	}

	/** The user publishes the active workflow with another name for the node. */
	async rename(name: string): Promise<INodeExecutionData[]> {
		this.#name = name;
		return await this.#activate('update');
	}

	/** Another workflow that was created from an export of this one. */
	copy(): TriggerWorkflow {
		const copy = new TriggerWorkflow(this.credentials, this.parameters, this.options);
		copy.#storage.staticData = this.#storage.staticData;
		return copy;
	}

	/** n8n restarts while the workflow is active. */
	async restart(): Promise<INodeExecutionData[]> {
		if (!this.#storage.hasJob) return await this.#activate('init');
		this.#poll = this.#createPoll('update');
		return [];
	}

	/** The user deactivates the workflow. */
	deactivate(): void {
		this.#poll = undefined;
		this.#storage.hasJob = false;
	}

	/** One regular poll. @returns the items that start the workflow, if any */
	async poll(): Promise<INodeExecutionData[]> {
		if (this.#storage.loadsEachPoll) this.#poll = this.#createPoll('update');
		if (this.#poll === undefined) throw new Error('The workflow is not active');
		return await this.#poll(false);
	}

	/** "Fetch Test Event" in the editor. */
	async fetchTestEvent(): Promise<INodeExecutionData[]> {
		await setBinaryMode('filesystem');
		const before = this.saved;
		const { poll, createContext } = this.#createNode('manual');
		const output = await poll.call(createContext('manual'));
		expect(this.saved).toBe(before);
		return output?.[0] ?? [];
	}

	/** The state that n8n has stored in its database. */
	get saved(): string {
		return [this.#storage.staticData, this.#storage.cursor ?? ''].join('');
	}

	async #activate(
		mode: ActivationMode,
		beforeEnd?: () => Promise<void>,
	): Promise<INodeExecutionData[]> {
		await setBinaryMode('filesystem');
		this.#poll = this.#createPoll(mode, beforeEnd);
		const items = await this.#poll(true);
		this.#storage.hasJob = this.#storage.loadsEachPoll;
		return items;
	}

	/** The polls of one activation, or a single poll if n8n loads the workflow for each. */
	#createPoll(activationMode: ActivationMode, beforeEnd = async () => {}) {
		const { workflow, poll, nodeStaticData, createContext } = this.#createNode('trigger');
		let staged: IDataObject | undefined;
		const context = createContext(activationMode, () => staged ?? nodeStaticData());
		return async (isActivation: boolean): Promise<INodeExecutionData[]> => {
			staged = this.#storage.stageCursor(nodeStaticData());
			const output = await poll.call(context);
			if (isActivation) await beforeEnd();
			const isEmitting = output !== null;
			const { staticData } = workflow;
			this.#storage.commit({ staticData, staged, isActivation, isEmitting });
			if (output === null) return [];
			expect(output).toHaveLength(1);
			expect(output[0]?.length).toBeGreaterThan(0);
			return output[0] ?? [];
		};
	}

	#createNode(mode: 'trigger' | 'manual') {
		const { workflow, node, nodeType, credentials } = createFixture(
			{
				node: 'pixVerseTrigger',
				parameters: this.parameters,
				credentials: this.credentials,
				staticData: JSON.parse(this.#storage.staticData) as IDataObject,
				workflowId: this.#id,
			},
			[],
			{ name: this.#name },
		);
		const { poll } = nodeType;
		if (poll === undefined) throw new Error("The trigger doesn't poll");
		const nodeStaticData = () => workflow.getStaticData('node', node);
		const { pollTimeoutMs } = this.options;
		const createContext = (activationMode: ActivationMode, load = nodeStaticData) =>
			new n8nCore.PollContext(
				workflow,
				node,
				createAdditionalData(credentials, { executionId: nextId() }),
				mode,
				activationMode,
				undefined,
				undefined,
				undefined,
				undefined,
				load,
				pollTimeoutMs === undefined ? undefined : () => pollTimeoutMs,
			);
		return { workflow, poll, nodeStaticData, createContext };
	}
}
