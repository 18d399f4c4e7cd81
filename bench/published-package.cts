import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

import type { ICredentialType, IDataObject, INodeParameters, INodeType } from 'n8n-workflow';

import type { BenchmarkWorkflow, BenchmarkNode } from './execution.cts';
import type { SimulatorProcess } from './simulator-process.cts';

const PACKAGE_NAME = 'n8n-nodes-useapi-net';
const PACKAGE_VERSION = '0.7.0';

/** The published node for the same API, for comparison. */
export class PublishedPackage {
	readonly source = `${PACKAGE_NAME} ${PACKAGE_VERSION}`;

	private constructor(
		readonly folder: string,
		/** The file below the folder, and the class in it. */
		readonly nodeClass: { file: string; name: string },
		private readonly node: INodeType,
		private readonly credential: ICredentialType,
	) {}

	/**
	 * Installs the package in the shared cache folder if it isn't there yet, without running its scripts.
	 *
	 * @param packageFolder The package is loaded from a copy below this folder, where Node.js finds n8n's packages.
	 * @returns The package, or the reason why it isn't available.
	 */
	static async install(packageFolder: string): Promise<PublishedPackage | string> {
		const { createFolderOnce } = await import('../scripts/install/lock.mjs');
		const { SHARED_CACHE_FOLDER } = await import('../scripts/install/cached-packages.mjs');
		const { getChildEnvironment, NPM } = await import('../scripts/install/environment.mjs');
		const installFolder = path.join(SHARED_CACHE_FOLDER, `${PACKAGE_NAME}-${PACKAGE_VERSION}`);
		const runNpm = async (folder: string) => {
			const { status, stderr } = spawnSync(
				NPM.command,
				[
					...['install', '--ignore-scripts', '--no-audit', '--no-fund'],
					// n8n provides the peer dependencies.
					...['--legacy-peer-deps', '--fetch-retries=0', `${PACKAGE_NAME}@${PACKAGE_VERSION}`],
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
			await createFolderOnce(installFolder, `Installing ${PACKAGE_NAME}`, runNpm);
		} catch (error) {
			return `${PACKAGE_NAME} ${PACKAGE_VERSION} couldn't be installed. npm: ${(error as Error).message}`;
		}
		const copy = path.join(packageFolder, 'published');
		if (!existsSync(copy))
			cpSync(path.join(installFolder, 'node_modules', PACKAGE_NAME), copy, {
				recursive: true,
				dereference: true,
			});
		return PublishedPackage.load(copy);
	}

	private static load(folder: string): PublishedPackage {
		const { n8n } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as {
			n8n: { nodes: [string]; credentials: [string] };
		};
		const createInstance = <T,>(file: string) => {
			const [entry] = Object.entries(
				require(path.join(folder, file)) as Record<string, new () => T>,
			);
			if (!entry) throw new Error(`${PACKAGE_NAME} exports nothing from ${file}`);
			const [name, type] = entry;
			return { name, instance: new type() };
		};
		const [file] = n8n.nodes;
		const { name, instance } = createInstance<INodeType>(file);
		const credential = createInstance<ICredentialType>(n8n.credentials[0]).instance;
		return new PublishedPackage(folder, { file, name }, instance, credential);
	}

	/** Creates a workflow with only this node, which generates a video for the prompt of each item. */
	createWorkflow(
		{ url, token }: Pick<SimulatorProcess, 'url' | 'token'>,
		items: readonly IDataObject[],
		parameters: INodeParameters = {},
	): BenchmarkWorkflow {
		const node: BenchmarkNode = {
			name: 'Published',
			type: this.node,
			parameters: {
				resource: 'pixverse',
				operation: 'createVideo',
				prompt: '={{ $json.prompt }}',
				// The node sends its default value, and the API rejects the parameter because it's unknown.
				captchaRetry: 0,
				...parameters,
			},
			credentials: [this.credential.name],
		};
		return {
			nodes: [node],
			items,
			credentialTypes: [this.credential],
			credentials: { [this.credential.name]: { apiToken: token, baseUrl: url } },
		};
	}
}
