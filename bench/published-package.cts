import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

import type { ICredentialType, IDataObject, INodeParameters, INodeType } from 'n8n-workflow';

import type { Job, Step } from './execution.cts';
import type { SimulatorProcess } from './simulator-process.cts';

const NAME = 'n8n-nodes-useapi-net';
const VERSION = '0.7.0';

/** The published node for the same API that the benchmarks stand beside. */
export class PublishedPackage {
	readonly source = `${NAME} ${VERSION}`;

	private constructor(
		private readonly node: INodeType,
		private readonly credential: ICredentialType,
	) {}

	/**
	 * Fetches the package into the shared cache folder, if it is not there; none of its scripts run.
	 * @param packageFolder it is loaded from a copy below, where it finds n8n's packages
	 * @returns in words, why it cannot be had, where it cannot
	 */
	static async fetch(packageFolder: string): Promise<PublishedPackage | string> {
		const { createFolderOnce } = await import('../scripts/install/lock.mjs');
		const { SHARED_CACHE_FOLDER } = await import('../scripts/install/cached-packages.mjs');
		const { getChildEnvironment, NPM } = await import('../scripts/install/environment.mjs');
		const kept = path.join(SHARED_CACHE_FOLDER, `${NAME}-${VERSION}`);
		const install = async (folder: string) => {
			const { status, stderr } = spawnSync(
				NPM.command,
				[
					...['install', '--ignore-scripts', '--no-audit', '--no-fund'],
					// n8n itself has what a node needs of its host.
					...['--legacy-peer-deps', '--fetch-retries=0', `${NAME}@${VERSION}`],
				],
				{ cwd: folder, env: getChildEnvironment(), encoding: 'utf8', shell: NPM.shell },
			);
			if (status !== 0)
				throw new Error(
					stderr
						.match(/^npm error.*$/gm)
						?.slice(0, 3)
						.join('; ') ?? stderr,
				);
		};
		try {
			await createFolderOnce(kept, `Installing ${NAME}`, install);
		} catch (error) {
			return `${NAME} ${VERSION} could not be had. npm says: ${(error as Error).message}`;
		}
		const copy = path.join(packageFolder, 'published');
		if (!existsSync(copy))
			cpSync(path.join(kept, 'node_modules', NAME), copy, { recursive: true, dereference: true });
		return PublishedPackage.load(copy);
	}

	private static load(folder: string): PublishedPackage {
		const { n8n } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as {
			n8n: { nodes: [string]; credentials: [string] };
		};
		const made = <T,>(file: string): T => {
			const [type] = Object.values(require(path.join(folder, file)) as Record<string, new () => T>);
			if (!type) throw new Error(`${NAME} has nothing in ${file}`);
			return new type();
		};
		return new PublishedPackage(made(n8n.nodes[0]), made(n8n.credentials[0]));
	}

	/** A workflow of its node alone, which makes a video of each item's prompt. */
	workflow(
		{ url, token }: Pick<SimulatorProcess, 'url' | 'token'>,
		items: readonly IDataObject[],
		parameters: INodeParameters = {},
	): Job {
		const step: Step = {
			name: 'Published',
			type: this.node,
			parameters: {
				resource: 'pixverse',
				operation: 'createVideo',
				prompt: '={{ $json.prompt }}',
				// Left at its default, it is sent, and the API refuses a parameter that it does not know.
				captchaRetry: 0,
				...parameters,
			},
			credentials: [this.credential.name],
		};
		return {
			steps: [step],
			items,
			credentialTypes: [this.credential],
			credentials: { [this.credential.name]: { apiToken: token, baseUrl: url } },
		};
	}
}
