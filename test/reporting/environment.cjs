const { TestEnvironment } = require('jest-environment-node');

/** Keep the last requests only: a batch sends thousands. */
const MAX_REQUESTS = 40;

/** The environment of every suite: a failing test shows the requests that it sent, and the seed that repeats it. */
module.exports = class ReportingEnvironment extends TestEnvironment {
	async setup() {
		await super.setup();
		this.global.requestSources = new Set();
	}

	handleTestEvent(event) {
		if (event.name === 'test_start') for (const source of this.requestSources) source.restart();
		if (event.name === 'test_fn_failure') explain(event.error, this.requestSources);
	}

	get requestSources() {
		return this.global.requestSources;
	}
};

function explain(error, sources) {
	if (typeof error?.stack !== 'string' || typeof error.message !== 'string') return;
	const requests = [...sources].flatMap((source) => source.list());
	const omitted = Math.max(0, requests.length - MAX_REQUESTS);
	const message = [
		error.message,
		'',
		`Requests sent: ${requests.length === 0 ? 'none' : requests.length}`,
		...(omitted > 0 ? [`  (the first ${omitted} are left out)`] : []),
		...requests.slice(omitted).map((request) => `  ${request}`),
		`Seed: ${process.env.TEST_SEED} (repeat with TEST_SEED=${process.env.TEST_SEED})`,
	].join('\n');
	error.stack = error.stack.replace(error.message, () => message);
	error.message = message;
}
