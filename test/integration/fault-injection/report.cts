import type { AuditResult } from './audit.cts';

/** A row for each fault, as it is printed at the end. */
export class Report {
	private readonly rows: Array<Record<string, string | number>> = [];

	/** Adds up what all tries of a fault have brought. */
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
			jobs: sum(({ created: made }) => made),
			done: sum(({ completed: done }) => done),
			lost: sum(({ lost }) => lost.length),
			doubled: sum(({ duplicated: doubled }) => doubled.length),
			messages: [...messages].map(([message, count]) => `${count} × ${message}`).join('; '),
		});
	}

	/** Logs a fault, so that a test can check that it occurred. */
	messagesOf(fault: string): string {
		return String(this.rows.find((row) => row.fault === fault)?.messages);
	}

	print(): void {
		const names = Object.keys(this.rows[0] ?? {});
		const width = (name: string) =>
			Math.max(name.length, ...this.rows.map((row) => String(row[name]).length));
		const line = (cell: (name: string) => string) =>
			`| ${names.map((name) => cell(name).padEnd(name === 'messages' ? 0 : width(name))).join(' | ')} |`;
		const lines = [
			line((name) => name),
			line((name) => '-'.repeat(name === 'messages' ? name.length : width(name))),
			...this.rows.map((row) => line((name) => String(row[name]))),
		];
		process.stdout.write(`\n${lines.join('\n')}\n\n`);
	}
}
