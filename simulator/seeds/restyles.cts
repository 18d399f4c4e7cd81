/** Styles of GET videos/restyles. Only that it returns IDs is documented. */
export const RESTYLES: ReadonlyArray<{ readonly restyle_id: number; readonly name: string }> = [
	{ restyle_id: 321958630120016, name: 'Clay' },
	{ restyle_id: 321958630120017, name: 'Watercolor' },
	{ restyle_id: 321958630120018, name: 'Pixel' },
];
