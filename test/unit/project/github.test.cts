import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { parse } from 'yaml';

import { evaluateWithModule } from './module.cts';

const project = path.resolve(__dirname, '../../..');
const read = (file: string) => readFileSync(path.join(project, file), 'utf8');
const manifest = JSON.parse(read('package.json')) as {
	version: string;
	scripts: Record<string, string>;
	engines: { node: string };
	repository: { url: string };
};

interface Step {
	readonly uses?: string;
	readonly run?: string;
	readonly with?: Record<string, unknown>;
	readonly env?: Record<string, string>;
}

interface Job {
	readonly 'runs-on': string;
	readonly 'timeout-minutes'?: number;
	readonly needs?: string;
	readonly permissions?: Record<string, string>;
	readonly strategy?: { readonly matrix: Record<string, unknown[]> };
	readonly steps: Step[];
}

interface Workflow {
	readonly on: Record<string, { tags?: string[] } | null>;
	readonly permissions: Record<string, string>;
	readonly jobs: Record<string, Job>;
}

const workflow = (name: string) => parse(read(`.github/workflows/${name}`)) as Workflow;
const ci = workflow('ci.yml');
const release = workflow('release.yml');
const jobs = [ci, release].flatMap((each) => Object.entries(each.jobs));
const steps = jobs.flatMap(([, job]) => job.steps);

describe('GitHub workflows', () => {
	it('should only call npm scripts and files that exist', () => {
		const scriptNames = steps.flatMap(({ run = '' }) => [
			...[...run.matchAll(/\bnpm run ([\w:-]+)/g)].map(([, name]) => name ?? ''),
			...(/\bnpm test\b/.test(run) ? ['test'] : []),
		]);
		expect(scriptNames).not.toHaveLength(0);
		expect(scriptNames.filter((name) => !(name in manifest.scripts))).toEqual([]);
		const files = steps.flatMap(({ run = '' }) => run.match(/\bscripts\/[\w/.-]+/g) ?? []);
		expect(files.filter((file) => !existsSync(path.join(project, file)))).toEqual([]);
	});

	it('should only use actions of GitHub, with one major version each', () => {
		const actions = [...new Set(steps.flatMap(({ uses }) => uses ?? []))];
		for (const action of actions) expect(action).toMatch(/^actions\/[a-z-]+@v\d+$/);
		const names = actions.map((action) => action.split('@')[0]);
		expect(new Set(names).size).toBe(names.length);
	});

	it('should have the least permissions', () => {
		expect(ci.permissions).toEqual({ contents: 'read' });
		expect(release.permissions).toEqual({});
		expect(release.jobs.publish?.permissions).toEqual({ contents: 'read', 'id-token': 'write' });
		const signing = jobs.filter(([, { permissions }]) => permissions?.['id-token']);
		expect(signing.map(([name]) => name)).toEqual(['publish']);
		expect(read('.github/workflows/release.yml')).not.toMatch(
			/secrets\.|NPM_TOKEN|NODE_AUTH_TOKEN/,
		);
	});

	it('should have timeouts and no event data in commands', () => {
		for (const [, job] of jobs) expect(job['timeout-minutes']).toBeGreaterThan(0);
		const expressions = steps.flatMap(({ run = '' }) => run.match(/\$\{\{.*?\}\}/g) ?? []);
		expect(expressions.filter((value) => !/^\$\{\{ matrix\.[\w-]+ \}\}$/.test(value))).toEqual([]);
	});

	it('should test each supported Node.js and n8n-core version', () => {
		const oldest = Number(/>=(\d+)/.exec(manifest.engines.node)?.[1]);
		expect(ci.jobs.tests?.strategy?.matrix.node).toEqual([oldest, 22, 24]);
		const versions = ci.jobs.compatibility?.strategy?.matrix['n8n-core'] ?? [];
		expect([...versions].sort()).toEqual(
			readdirSync(path.join(project, 'scripts/install/n8n-core')).sort(),
		);
	});

	it('should only publish version tags after all checks, with a Node.js whose npm needs no token', () => {
		expect(Object.keys(release.on)).toEqual(['push']);
		expect(release.on.push?.tags).toEqual(['v*.*.*']);
		expect(release.jobs.publish?.needs).toBe('checks');
		const setUpNode = release.jobs.publish?.steps.find(({ uses }) => uses?.includes('setup-node'));
		expect(Number(setUpNode?.with?.['node-version'])).toBeGreaterThanOrEqual(24);
		expect(release.jobs.publish?.steps.map(({ run }) => run)).toContain('npm run release');
	});
});

describe('getReleaseNotes', () => {
	const getNotes = (tag: string, version: string, changelog: string) =>
		evaluateWithModule(
			'package/release-notes.mjs',
			`(() => { try { return module.getReleaseNotes(...${JSON.stringify([tag, { version }, changelog])}); } catch (error) { return error.message; } })()`,
		);
	const changelog = [
		'# Changelog',
		'## [Unreleased]',
		'## [1.1.0] - 2026-12-01',
		'### Added',
		'- More.',
		'## [1.0.0] - unreleased',
		'- Less.',
		'[1.1.0]: https://example.com',
		'',
	].join('\n');

	it('should return the section of the version', () => {
		expect(getNotes('v1.1.0', '1.1.0', changelog)).toBe('### Added\n- More.');
	});

	it.each([
		['v1.2.0', '1.1.0', /tag is "v1\.2\.0"/],
		['v1.0.0', '1.0.0', /no dated section/],
		['v1.2.0', '1.2.0', /no dated section/],
	])('should fail for tag %s and version %s', (tag, version, message) => {
		expect(getNotes(tag, version, changelog)).toMatch(message);
	});

	it('should return notes for the version of this package', () => {
		expect(getNotes(`v${manifest.version}`, manifest.version, read('CHANGELOG.md'))).toMatch(
			/^### /,
		);
	});
});

interface Field {
	readonly type: string;
	readonly id?: string;
	readonly attributes: Record<string, unknown>;
	readonly validations?: { readonly required?: boolean };
}

describe('Issue forms', () => {
	it.each(['bug.yml', 'feature.yml'])('should have a format that GitHub accepts: %s', (name) => {
		const form = parse(read(`.github/ISSUE_TEMPLATE/${name}`)) as {
			name: string;
			description: string;
			body: Field[];
		};
		expect(form.name).not.toBe('');
		expect(form.description).not.toBe('');
		const types = ['markdown', 'textarea', 'input', 'dropdown', 'checkboxes'];
		const ids = form.body.flatMap(({ id }) => id ?? []);
		expect(new Set(ids).size).toBe(ids.length);
		for (const { type, id, attributes } of form.body) {
			expect(types).toContain(type);
			if (type === 'markdown') expect(attributes.value).toEqual(expect.any(String));
			else expect([id, attributes.label]).toEqual([expect.any(String), expect.any(String)]);
			if (type === 'dropdown') expect(attributes.options).toContainEqual(expect.any(String));
		}
		expect(form.body.some(({ validations }) => validations?.required)).toBe(true);
	});

	it('should link to the repository in package.json and to files that exist', () => {
		const texts = ['SECURITY.md', 'CONTRIBUTING.md', 'CHANGELOG.md'].concat(
			readdirSync(path.join(project, '.github/ISSUE_TEMPLATE')).map(
				(file) => `.github/ISSUE_TEMPLATE/${file}`,
			),
		);
		const repositoryUrl = manifest.repository.url.replace(/^git\+|\.git$/g, '');
		for (const file of texts) {
			const links = read(file).match(/https:\/\/github\.com\/[^\s)\]"]+/g) ?? [];
			for (const link of links) {
				expect(link.startsWith(repositoryUrl)).toBe(true);
				const [, place] = /\/blob\/main\/([^#]+)/.exec(link) ?? [];
				if (place) expect(existsSync(path.join(project, place))).toBe(true);
			}
		}
	});
});
