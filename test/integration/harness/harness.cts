/*
 * Runs the nodes of this package, from source, in n8n's engine.
 *
 *   const out = await run({ node: 'pixVerse', parameters: { … }, credentials: { … }, items: [{ json, binary }] });
 *   out.items, out.error, (await out.file(0)).data, out.origins[0], …
 *
 *   const execution = await start({ … });
 *   const out = await execution.cancel();
 *
 *   await listSearch('searchModels', { node: 'pixVerse', filter: 'v6' });
 *   await testCredential({ apiToken, baseUrl });
 *
 * Only n8n's database and logger are replaced: credentials come from the test, and tests read the log. Parameters,
 * expressions, HTTP, authentication, binary data, pairing, Continue on Fail, Retry On Fail, and cancel are the engine's.
 */
export { getLoggedText, type BinaryMode } from './engine.cts';
export { listSearch, loadOptions, testCredential } from './editor.cts';
export { poll } from './poll.cts';
export {
	run,
	start,
	type Execution,
	type Outcome,
	type OutputFile,
	type RunOptions,
} from './run.cts';
export { ExecutionStore } from './suspended-executions.cts';
export { accelerateTime } from './time.cts';
export { type InputFile, type InputItem, type NodeConfig } from './workflow.cts';
