import type { SimulatorState } from '../state.cts';

/**
 * A list whose shape the reference does not know (videos/voices, videos/restyles, speech/voices): the switch
 * `unknownLists` says which it has, so that clients can be tried with all.
 */
export function formatUndocumentedList(state: SimulatorState, rows: readonly object[]): unknown {
	switch (state.faults.switches.unknownLists) {
		case 'items':
			return { items: rows };
		case 'data':
			return { data: rows };
		case 'array':
			return rows;
		case 'grouped':
			return {
				groups: [
					{ name: 'All', voices: rows.slice(0, 2) },
					{ name: 'More', voices: rows.slice(2) },
				],
			};
	}
}
