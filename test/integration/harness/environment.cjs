const vm = require('node:vm');
const { ModernFakeTimers } = require('@jest/fake-timers');
const ReportingEnvironment = require('../../reporting/environment.cjs');
const { requireFromN8n } = require('./n8n.cjs');

/** The contexts of Jest whose code runs in the realm of the worker instead. */
const sharedRealm = new WeakSet();
const { compileFunction } = vm;
vm.compileFunction = (code, parameters, { parsingContext, ...options } = {}) =>
	compileFunction(code, parameters, {
		...options,
		...(!sharedRealm.has(parsingContext) && { parsingContext }),
	});

/**
 * The environment of the integration tests. n8n-core takes longer to load than most suites take to run, so the suites of a
 * worker share one. They share a realm with it too, because an Error or a Date of another realm fails `instanceof`. Everything
 * else is loaded for each suite, including the nodes and the simulator. The folder `shared` has the other shared packages.
 */
module.exports = class N8nEnvironment extends ReportingEnvironment {
	constructor(config, context) {
		super(config, context);
		sharedRealm.add(this.getVmContext());
		const { projectConfig } = config;
		this.global = globalThis;
		this.fakeTimersModern = new ModernFakeTimers({ config: projectConfig, global: globalThis });
		this.initialKeys = new Set(Reflect.ownKeys(globalThis));
		Object.assign(globalThis, { requireFromN8n, requireShared: require });
	}

	/** Removes what the suite and Jest have added to the realm. */
	async teardown() {
		await super.teardown();
		for (const key of Reflect.ownKeys(globalThis)) {
			if (!this.initialKeys.has(key)) Reflect.deleteProperty(globalThis, key);
		}
	}
};
