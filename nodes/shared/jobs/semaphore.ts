/** Runs at most `concurrency` tasks at the same time; the others wait in order. */
export class Semaphore {
	private activeCount = 0;
	private readonly queue: Array<() => void> = [];

	constructor(private readonly concurrency: number) {}

	async run<T>(task: () => Promise<T>): Promise<T> {
		if (this.activeCount >= this.concurrency)
			await new Promise<void>((resolve) => this.queue.push(resolve));
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
