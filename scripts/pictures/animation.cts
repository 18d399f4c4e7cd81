import { writeFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import sharp from 'sharp';

const WIDTH_PX = 960;

/** An animated GIF of a page. */
export class Animation {
	private readonly frames: Buffer[] = [];
	private readonly delays: number[] = [];

	constructor(private readonly page: Page) {}

	/** Adds a screenshot of the page as a frame. */
	async add(milliseconds: number): Promise<void> {
		const frame = await this.page.screenshot();
		this.frames.push(await sharp(frame).resize({ width: WIDTH_PX }).png().toBuffer());
		this.delays.push(milliseconds);
	}

	async save(file: string): Promise<void> {
		const animation = await sharp(this.frames, { join: { animated: true } })
			.gif({ delay: this.delays, loop: 0, colours: 128, effort: 10, dither: 0 })
			.toBuffer();
		writeFileSync(file, animation);
	}
}
