/** A problem that the user can solve, such as a full disk. Commands print it without a stack trace. */
export class CommandError extends Error {
	/** The next step says what to do about the problem; the log file has the complete output. */
	constructor(/** @type {string} */ message, /** @type {string} */ nextStep, logFile = '') {
		super(message);
		this.nextStep = nextStep;
		this.logFile = logFile;
	}

	toString() {
		const log = this.logFile ? `\n  Complete output: ${this.logFile}` : '';
		return `✗ ${this.message}\n  → ${this.nextStep}${log}`;
	}
}

/** How programs and databases report a full disk. */
export const DISK_FULL = /ENOSPC|no space left on device|EDQUOT|disk quota exceeded|SQLITE_FULL/i;

/** What output shows, the problem, and the next step. The first match counts: a full disk leads to other errors too. */
const CAUSES = /** @type {const} */ ([
	[DISK_FULL, 'The disk is full.', 'Free some space (n8n needs 3.5 GB, this project 1 GB)'],
	[
		/(?:make|g\+\+|c\+\+|python3?): (?:command )?not found|not found: make|g\+\+: No such file|spawn make ENOENT|find any Visual Studio|xcode-select|No Xcode|ERR! find Python|not find any Python/i,
		'A C++ compiler or Python is missing, which the database driver of n8n needs.',
		'Install them (Debian, Ubuntu: sudo apt-get install build-essential python3; macOS: xcode-select --install; Windows: Visual Studio Build Tools and Python)',
	],
	[
		/E40[13]|FETCH_40[13]|Incorrect or missing password|authentication token/i,
		'The package registry rejected the login.',
		'Check the login in your .npmrc',
	],
	[
		/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|SOCKET_TIMEOUT|META_FETCH_FAIL|EHOSTUNREACH|ENETUNREACH|CERT_|self.signed certificate|network request|FETCH_ERROR|(?:E|FETCH_)50\d/i,
		"The package registry can't be reached.",
		'Check the network, the proxy settings, and the registry (npm config get registry)',
	],
	[
		/EACCES|EPERM|EROFS|permission denied/i,
		"A folder isn't writable.",
		'Check who owns this folder and your cache folders',
	],
	[
		/ETARGET|NO_MATCHING_VERSION|E404|FETCH_404|No matching version/i,
		"The package registry doesn't have a package.",
		'Choose another registry (npm_config_registry)',
	],
]);

/** Finds the cause of a failure in the output of a program. The title says what failed: "Installing n8n". */
export function diagnoseFailure(
	/** @type {string} */ title,
	/** @type {string} */ output,
	logFile = '',
) {
	for (const [pattern, problem, nextStep] of CAUSES) {
		if (!pattern.test(output)) continue;
		const retry = `${nextStep}, then run the command again.`;
		return new CommandError(`${title} failed: ${problem}`, retry, logFile);
	}
	const lastLines = output.trim().split('\n').slice(-12).join('\n    ');
	return new CommandError(`${title} failed.`, `Its last output:\n    ${lastLines}`, logFile);
}
