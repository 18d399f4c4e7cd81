import { Expression, LoggerProxy } from 'n8n-workflow';
import { requireFromN8n } from './engine.cts';

interface Evaluator {
	initialize(): Promise<void>;
}
interface ExpressionRuntime {
	ExpressionEvaluator: new (options: object) => Evaluator;
	QuickJsBridge: new (options: object) => object;
}

/**
 * Evaluates the expressions of a test file in a sandbox, as n8n does in production, where expressions throw for values that
 * don't exist yet. n8n offers the same sandbox with isolated-vm and QuickJS; QuickJS runs on every Node.js version.
 */
export function useSandboxedExpressions(): void {
	const runtime = requireFromN8n('@n8n/expression-runtime') as ExpressionRuntime;
	const engine = Expression as unknown as { vmEvaluator?: Evaluator };

	beforeAll(async () => {
		const { expressionSandboxHooks: hooks } = requireFromN8n(
			'n8n-workflow/dist/cjs/expression-sandboxing.js',
		) as {
			expressionSandboxHooks: object;
		};
		const logger = LoggerProxy;
		engine.vmEvaluator = new runtime.ExpressionEvaluator({
			createBridge: () => new runtime.QuickJsBridge({ timeout: 60_000, memoryLimit: 128, logger }),
			maxCodeCacheSize: 1024,
			poolSize: 1,
			hooks,
			logger,
		});
		await engine.vmEvaluator.initialize();
		Expression.setExpressionEngine('quickjs');
	});
	afterAll(async () => {
		await Expression.disposeExpressionEngine();
		Expression.setExpressionEngine('legacy');
	});
}
