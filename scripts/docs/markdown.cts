/** Text as a cell of a table holds it. */
const cell = (text: string): string => text.replace(/\|/g, '\\|').replace(/\s*\n\s*/g, ' ');

/** A table; a column that is empty in every row is left out. */
export function table(columns: readonly string[], rows: ReadonlyArray<readonly string[]>): string {
	const used = columns.map((_, index) => rows.some((row) => (row[index] ?? '') !== ''));
	const line = (cells: readonly string[]) =>
		`| ${cells
			.filter((_, index) => used[index])
			.map(cell)
			.join(' | ')} |`;
	return [line(columns), line(columns.map(() => '---')), ...rows.map(line)].join('\n');
}

export const code = (text: string | number): string => `\`${text}\``;
export const codes = (values: ReadonlyArray<string | number>): string =>
	values.map(code).join(', ');
export const yes = (flag: unknown): string => (flag === true ? 'yes' : '');
