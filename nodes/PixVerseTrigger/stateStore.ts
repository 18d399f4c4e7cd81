import type { IDataObject, IPollFunctions } from 'n8n-workflow';
import { parseState, type TriggerState } from './triggerState';

/** Key in the static data of the workflow. Its fields are node IDs. */
const INITIAL_STATES = 'pixVerseTrigger';

/** The last state that n8n has saved, or the initial state of a later activation. n8n may return another one in every poll. */
export function loadState(context: IPollFunctions): TriggerState | undefined {
	const { initial, stored, isInitialLater } = readStates(context);
	return isInitialLater ? initial : stored;
}

/** Writes only what has changed, because n8n may write every change to its database. */
export function saveState(context: IPollFunctions, state: TriggerState): void {
	const staticData = context.getWorkflowStaticData('node');
	// Before version 2, the state was called "memory".
	if ('memory' in staticData) delete staticData.memory;
	if (JSON.stringify(staticData.state) !== JSON.stringify(state)) staticData.state = state;
}

/**
 * Saves the state that an activation starts with, in the static data of the workflow, too: with durable cursors, n8n drops
 * what the poll on activation writes to the static data of the node, but keeps this.
 */
export function saveInitialState(context: IPollFunctions, state: TriggerState): void {
	setInitialState(context, state);
	// A regular poll of another process can come before the activation is saved. Then it must not replace its state.
	const isReplaceable = context.getActivationMode() === 'update';
	saveState(context, isReplaceable ? { ...state, activation: undefined } : state);
}

/**
 * Removes the initial state once n8n has saved a later one: without it, a trigger whose state is gone, because its node was
 * renamed, starts again.
 */
export function removeUsedInitialState(context: IPollFunctions): void {
	const { initial, isInitialLater } = readStates(context);
	if (initial && !isInitialLater) setInitialState(context);
}

function readStates(context: IPollFunctions) {
	const { state, memory } = context.getWorkflowStaticData('node');
	const stored = parseState(state ?? memory);
	const initial = parseState(getInitialStates(context)[context.getNode().id]);
	const isInitialLater = (initial?.activation?.at ?? 0) > (stored?.activation?.at ?? 0);
	return { stored, initial, isInitialLater };
}

const getInitialStates = (context: IPollFunctions) =>
	(context.getWorkflowStaticData('global')[INITIAL_STATES] ?? {}) as IDataObject;

function setInitialState(context: IPollFunctions, state?: TriggerState): void {
	const states = { ...getInitialStates(context), [context.getNode().id]: state };
	context.getWorkflowStaticData('global')[INITIAL_STATES] = states;
}
