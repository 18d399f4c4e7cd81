import type {
	IDataObject,
	INodeExecutionData,
	IPollFunctions,
	WorkflowActivateMode,
} from 'n8n-workflow';

import { poll } from '../../../nodes/PixVerseTrigger/poll';
import { type Poller, PollStorage } from '../../poll-storage.cts';
import { node } from '../fake-api.cts';
import type { FakeApi } from './fake-api.cts';

const DEFAULTS: IDataObject = {
	kinds: ['video'],
	outcome: 'completed',
	account: { mode: 'list', value: '' },
	simplify: true,
	download: false,
	binaryPropertyOutput: 'data',
};

/** An n8n instance with one workflow that starts with the trigger. */
export class FakeN8n {
	/** The IDs of all emitted items. */
	readonly emitted: string[] = [];
	readonly storage: PollStorage;
	#poll: ((isActivation: boolean) => Promise<INodeExecutionData[]>) | undefined;

	constructor(
		readonly api: FakeApi,
		public parameters: IDataObject = {},
		poller: Poller = 'memory',
	) {
		this.storage = new PollStorage(poller);
	}

	/** Activates the workflow, as the user does. */
	async activate(): Promise<void> {
		await this.#activate('activate');
	}

	/** Restarts n8n. */
	async restart(): Promise<void> {
		if (!this.storage.hasJob) await this.#activate('init');
	}

	async poll(): Promise<INodeExecutionData[]> {
		if (this.storage.loadsEachPoll) this.#poll = this.#createPoll('update');
		if (!this.#poll) throw new Error('The workflow is not active');
		return await this.#poll(false);
	}

	async #activate(mode: WorkflowActivateMode): Promise<void> {
		this.#poll = this.#createPoll(mode);
		await this.#poll(true);
		this.storage.hasJob = this.storage.loadsEachPoll;
	}

	#createPoll(mode: WorkflowActivateMode) {
		const staticData = { global: {}, node: {}, ...JSON.parse(this.storage.staticData) };
		let staged: IDataObject | undefined;
		const context = this.#createContext(mode, (type) =>
			type === 'global' ? staticData.global : (staged ?? staticData.node),
		);
		return async (isActivation: boolean): Promise<INodeExecutionData[]> => {
			staged = this.storage.stageCursor(staticData.node);
			const output = await poll(context);
			this.storage.commit({ staticData, staged, isActivation, isEmitting: output !== null });
			if (output === null) return [];
			const items = output[0] ?? [];
			if (output.length !== 1 || items.length === 0) throw new Error('Not one list of items');
			this.emitted.push(...items.map(({ json }) => String(json.id)));
			return items;
		};
	}

	#createContext(
		mode: WorkflowActivateMode,
		getWorkflowStaticData: (type: string) => IDataObject,
	): IPollFunctions {
		const context = {
			getCredentials: async () => ({ baseUrl: 'http://api.test', apiToken: 'token' }),
			getNode: () => node,
			getWorkflow: () => ({ id: 'workflow-1', active: true }),
			getMode: () => 'trigger',
			getActivationMode: () => mode,
			getInstanceId: () => 'instance',
			getWorkflowStaticData,
			getNodeParameter: (name: string, fallback: unknown) => {
				const all = { ...DEFAULTS, ...this.parameters };
				const [first = '', second] = name.split('.');
				const value = all[first];
				const found = second === undefined ? value : (value as IDataObject | undefined)?.[second];
				return found ?? fallback;
			},
			logger: { debug: () => {}, warn: () => {} },
			helpers: {
				httpRequestWithAuthentication: async (_type: string, options: { url: string }) => {
					const response = this.api.respond(options as Parameters<FakeApi['respond']>[0]);
					if (response === 'cut') throw Object.assign(new Error('cut'), { code: 'ECONNRESET' });
					return response;
				},
			},
		};
		return context as unknown as IPollFunctions;
	}
}
