const ReportingEnvironment = require('../reporting/environment.cjs');

/** Skips the rest of a suite after its first failure: one is enough to detect a mutation, and others may wait for long. */
module.exports = class FailFastEnvironment extends ReportingEnvironment {
	handleTestEvent(event) {
		super.handleTestEvent(event);
		if (event.name === 'test_fn_failure') this.hasFailed = true;
		if (event.name === 'test_start' && this.hasFailed) event.test.mode = 'skip';
	}
};
