/**
 * Something outside of this project stopped a command: no network, no disk space, no compiler, a port in use.
 * It is shown to people as two sentences (what happened, what to do) instead of a stack trace.
 */
export class Failure extends Error {
	/**
	 * @param {string} what What happened, one sentence.
	 * @param {string} todo What to do about it, one or two sentences.
	 * @param {string} [log] The file with everything the failed step printed.
	 */
	constructor(what, todo, log) {
		super(what);
		this.name = 'Failure';
		this.todo = todo;
		this.log = log;
	}

	/** The lines to print. */
	toString() {
		const lines = [`✗ ${this.message}`, `  → ${this.todo}`];
		if (this.log) lines.push(`  All output of this step: ${this.log}`);
		return lines.join('\n');
	}
}

/** How programs and databases say that there is no room left. */
export const DISK_FULL = /ENOSPC|no space left on device|EDQUOT|disk quota exceeded|SQLITE_FULL/i;

/**
 * The first rule whose pattern occurs in a step's output tells what was wrong. Order matters: a full
 * disk causes other errors, and the compiler is only asked for when a compiled driver could not be downloaded.
 */
const CAUSES = [
	{
		pattern: DISK_FULL,
		what: 'The disk is full.',
		todo: 'Free some space (a real n8n needs about 3 GB, this project 1 GB) and run the command again.',
	},
	{
		pattern:
			/not found: make|make: not found|g\+\+: (?:command )?not found|g\+\+: No such file|spawn make ENOENT|Could not find any Visual Studio|xcode-select|No Xcode|c\+\+: (?:command )?not found/i,
		what: 'A C++ compiler is missing, and n8n needs one to build its database driver.',
		todo: 'Install make and g++ (Debian, Ubuntu: sudo apt-get install build-essential python3; macOS: xcode-select --install; Windows: Visual Studio Build Tools), then run the command again.',
	},
	{
		pattern: /Could not find any Python|ERR! find Python|python3?: not found/i,
		what: 'Python 3 is missing, and n8n needs it to build its database driver.',
		todo: 'Install Python 3 (Debian, Ubuntu: sudo apt-get install python3), then run the command again.',
	},
	{
		pattern: /E401|E403|ERR_PNPM_FETCH_40[13]|Incorrect or missing password|authentication token/i,
		what: 'The package registry refused to let us in.',
		todo: 'Check the registry and its login in your .npmrc (npm config get registry), then run the command again.',
	},
	{
		pattern:
			/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ERR_SOCKET_TIMEOUT|ERR_PNPM_META_FETCH_FAIL|ERR_PNPM_FETCH_5|EHOSTUNREACH|ENETUNREACH|CERT_|self.signed certificate|network request|FETCH_ERROR|E50\d/i,
		what: 'The package registry cannot be reached.',
		todo: 'Check the network, the proxy settings and the registry address (npm config get registry), then run the command again.',
	},
	{
		pattern: /EACCES|EPERM|EROFS|permission denied/i,
		what: 'A folder cannot be written to.',
		todo: 'Check who owns this folder and your cache folders (a former run with sudo is the usual reason), then run the command again.',
	},
	{
		pattern: /ETARGET|ERR_PNPM_NO_MATCHING_VERSION|E404|ERR_PNPM_FETCH_404|No matching version/i,
		what: 'The package registry does not have a package that is needed.',
		todo: 'If you use a mirror, let it catch up, or choose another registry (npm_config_registry), then run the command again.',
	},
];

/**
 * Turns the output of a failed step into a Failure that names the cause, as far as the output shows one.
 *
 * @param {string} step What was being done, for example "Installing n8n".
 * @param {string} output What the step printed (its end is enough).
 * @param {string} [log] The file that has all of it.
 * @returns {Failure}
 */
export function explain(step, output, log) {
	const cause = CAUSES.find(({ pattern }) => pattern.test(output));
	if (cause) return new Failure(`${step} did not work: ${cause.what}`, cause.todo, log);
	const lastLines = output.trim().split('\n').slice(-8).join('\n    ');
	return new Failure(`${step} did not work.`, `Its last words:\n    ${lastLines || '(none)'}`, log);
}
