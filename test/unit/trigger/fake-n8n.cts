import type {
	IDataObject,
	INodeExecutionData,
	IPollFunctions,
	WorkflowActivateMode,
} from 'n8n-workflow';

import { poll } from '../../../nodes/PixVerseTrigger/poll';
import { node } from '../fake-api.cts';
import type { Service } from './fake-api.cts';

const USUAL: IDataObject = {
	kinds: ['video'],
	outcome: 'completed',
	account: { mode: 'list', value: '' },
	simplify: true,
	download: false,
	binaryPropertyOutput: 'data',
};

/**
 * An n8n with one workflow, which begins with the trigger. Keeps its memory by n8n's rule: it is saved when the
 * workflow is activated, when n8n starts and when something is emitted, and not after a poll that emits nothing.
 */
export class Instance {
	/** Every item that started the workflow, by ID. */
	readonly emitted: string[] = [];
	/** How many executions were started. */
	executions = 0;
	/** Characters of the largest memory there was. */
	largest = 0;
	/** Lists asked for, poll by poll. */
	#saved: string = '{}';
	#live: IDataObject = {};
	#context: IPollFunctions | undefined;

	constructor(
		readonly service: Service,
		public parameters: IDataObject = {},
	) {}

	/** The user activates the workflow. */
	async activate(): Promise<void> {
		await this.#start('activate');
	}

	/** The user publishes other parameters while the workflow is active. */
	async update(parameters: IDataObject): Promise<void> {
		this.parameters = parameters;
		await this.#start('update');
	}

	/** The process ends, and starts again. */
	async restart(): Promise<void> {
		await this.#start('init');
	}

	async #start(mode: WorkflowActivateMode): Promise<void> {
		this.#live = JSON.parse(this.#saved) as IDataObject;
		this.#context = this.#contextFor(mode);
		await this.poll();
		this.#save();
	}

	async poll(): Promise<INodeExecutionData[]> {
		if (!this.#context) throw new Error('The workflow is not active');
		const output = await poll(this.#context);
		this.largest = Math.max(this.largest, JSON.stringify(this.#live).length);
		if (output === null) return [];
		const items = output[0] ?? [];
		if (output.length !== 1 || items.length === 0) throw new Error('Not one list of items');
		this.executions++;
		this.emitted.push(...items.map(({ json }) => String(json.id)));
		this.#save();
		return items;
	}

	#save(): void {
		this.#saved = JSON.stringify(this.#live);
	}

	#contextFor(mode: WorkflowActivateMode): IPollFunctions {
		const context = {
			getCredentials: async () => ({ baseUrl: 'http://api.test', apiToken: 'token' }),
			getNode: () => node,
			getMode: () => 'trigger',
			getActivationMode: () => mode,
			getInstanceId: () => 'instance',
			getWorkflowStaticData: () => this.#live,
			getNodeParameter: (name: string, fallback: unknown) => {
				const all = { ...USUAL, ...this.parameters };
				const [first = '', second] = name.split('.');
				const value = all[first];
				const found = second === undefined ? value : (value as IDataObject | undefined)?.[second];
				return found ?? fallback;
			},
			logger: { debug: () => {}, warn: () => {} },
			helpers: {
				httpRequestWithAuthentication: async (_type: string, options: { url: string }) => {
					const answer = this.service.answer(options as Parameters<Service['answer']>[0]);
					if (answer === 'cut') throw Object.assign(new Error('cut'), { code: 'ECONNRESET' });
					return answer;
				},
			},
		};
		return context as unknown as IPollFunctions;
	}
}
