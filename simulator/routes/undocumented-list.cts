import type { SimulatorState } from '../state.cts';

/**
 * Formats a list whose shape the API reference doesn't document. The switch `undocumentedLists` selects the
 * shape, so that clients can be tested with all of them.
 */
export function formatUndocumentedList(state: SimulatorState, rows: readonly object[]): unknown {
	switch (state.faults.switches.undocumentedLists) {
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
