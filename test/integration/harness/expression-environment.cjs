const ReportingEnvironment = require('../../reporting/environment.cjs');

/**
 * For tests with the expression sandbox of n8n. Its runtime is loaded here, because Jest doesn't support the dynamic
 * import of its WebAssembly module. Both sides need the same Error class, because errors of n8n pass the sandbox.
 */
module.exports = class ExpressionEnvironment extends ReportingEnvironment {
	async setup() {
		await super.setup();
		this.global.Error = Error;
		this.global.expressionRuntime = require('@n8n/expression-runtime');
	}
};
