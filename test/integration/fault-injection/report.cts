import type { AuditResult } from './audit.cts';

/** A table with a row per fault. */
export class Report {
	private readonly rows: Array<Record<string, string | number>> = [];

	/** Adds the row of a fault, with the sums of all tries. */
	add(fault: string, items: number, results: readonly AuditResult[]): void {
		const sum = (of: (one: AuditResult) => number) =>
			results.reduce((total, one) => total + of(one), 0);
		const messages = new Map<string, number>();
		for (const message of results.flatMap((one) => one.messages))
			messages.set(message, (messages.get(message) ?? 0) + 1);
		this.rows.push({
			fault,
			tries: results.length,
			items,
			jobs: sum(({ created }) => created),
			done: sum(({ completed }) => completed),
			lost: sum(({ lost }) => lost.length),
			doubled: sum(({ duplicated }) => duplicated.length),
			messages: [...messages].map(([message, count]) => `${count} × ${message}`).join('; '),
		});
	}

	/** The error messages of a fault. */
	getMessages(fault: string): string {
		return String(this.rows.find((row) => row.fault === fault)?.messages);
	}

	print(): void {
		const names = Object.keys(this.rows[0] ?? {});
		const width = (name: string) =>
			Math.max(name.length, ...this.rows.map((row) => String(row[name]).length));
		const formatRow = (cell: (name: string) => string) =>
			`| ${names.map((name) => cell(name).padEnd(name === 'messages' ? 0 : width(name))).join(' | ')} |`;
		const lines = [
			formatRow((name) => name),
			formatRow((name) => '-'.repeat(name === 'messages' ? name.length : width(name))),
			...this.rows.map((row) => formatRow((name) => String(row[name]))),
		];
		process.stdout.write(`\n${lines.join('\n')}\n\n`);
	}
}
