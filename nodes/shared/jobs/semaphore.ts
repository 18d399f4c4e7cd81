/** Lets at most `places` tasks run at once; the others wait in line. */
export class Gate {
	private running = 0;
	private readonly line: Array<() => void> = [];

	constructor(private readonly places: number) {}

	async pass<T>(task: () => Promise<T>): Promise<T> {
		if (this.running >= this.places) await new Promise<void>((enter) => this.line.push(enter));
		else this.running++;
		try {
			return await task();
		} finally {
			const next = this.line.shift();
			if (next) next();
			else this.running--;
		}
	}
}
