/** Styles of GET videos/restyles: that it carries their ids is all that is known. */
export const RESTYLES: ReadonlyArray<{ readonly restyle_id: number; readonly name: string }> = [
	{ restyle_id: 321958630120016, name: 'Clay' },
	{ restyle_id: 321958630120017, name: 'Watercolour' },
	{ restyle_id: 321958630120018, name: 'Pixel' },
];
