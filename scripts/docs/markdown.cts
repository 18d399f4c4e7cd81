/** Escapes text for a table cell. */
const escapeCell = (text: string): string => text.replace(/\|/g, '\\|').replace(/\s*\n\s*/g, ' ');

/** Formats a table without its empty columns. */
export function formatTable(
	columns: readonly string[],
	rows: ReadonlyArray<readonly string[]>,
): string {
	const used = columns.map((_, index) => rows.some((row) => (row[index] ?? '') !== ''));
	const line = (cells: readonly string[]) =>
		`| ${cells
			.filter((_, index) => used[index])
			.map(escapeCell)
			.join(' | ')} |`;
	return [line(columns), line(columns.map(() => '---')), ...rows.map(line)].join('\n');
}

export const formatCode = (text: string | number): string => `\`${text}\``;
export const formatCodes = (values: ReadonlyArray<string | number>): string =>
	values.map(formatCode).join(', ');
export const formatFlag = (flag: unknown): string => (flag === true ? 'yes' : '');
