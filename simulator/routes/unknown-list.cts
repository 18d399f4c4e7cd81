import type { World } from '../state.cts';

/**
 * A list whose shape the reference does not know (videos/voices, videos/restyles, speech/voices): the switch
 * `unknownLists` says which it has, so that clients can be tried with all.
 */
export function unknownList(world: World, rows: readonly object[]): unknown {
	switch (world.faults.switches.unknownLists) {
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
