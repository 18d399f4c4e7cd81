/** Lets at most `places` tasks run at once; the others wait in line. */
export class Semaphore {
	private activeCount = 0;
	private readonly queue: Array<() => void> = [];

	constructor(private readonly concurrency: number) {}

	async run<T>(task: () => Promise<T>): Promise<T> {
		if (this.activeCount >= this.concurrency)
			await new Promise<void>((enter) => this.queue.push(enter));
		else this.activeCount++;
		try {
			return await task();
		} finally {
			const next = this.queue.shift();
			if (next) next();
			else this.activeCount--;
		}
	}
}
