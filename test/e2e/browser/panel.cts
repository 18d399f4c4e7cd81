import type { Locator, Page } from 'playwright-core';

/** The dialog of an open node, read as a person reads it. */
export class Panel {
	constructor(private readonly page: Page) {}

	/** The labels of the fields from the top, those in a list's entries among them. */
	async labels(): Promise<string[]> {
		const labels = this.parameters.getByTestId('input-label');
		await labels.first().waitFor();
		return (await labels.allInnerTexts()).map((text) => text.split('\n')[0]?.trim() ?? '');
	}

	/** All that is written among the fields: labels, hints and notices. */
	async text(): Promise<string> {
		return await this.parameters.innerText();
	}

	/** Opens the list of a picker and returns its entries; with words, those that are found by them beside the chosen one. */
	async entriesOf(parameter: string, words?: string): Promise<string[]> {
		await this.page.getByTestId(`parameter-input-${parameter}`).locator('input').last().click();
		const entries = this.page.getByTestId('rlc-item');
		await entries.first().waitFor();
		if (words) {
			await this.page.getByTestId('rlc-search').fill(words);
			const found = entries.filter({ hasText: words }).first();
			await found.waitFor();
			// What is chosen stays in the list, whatever is looked for.
			await entries.filter({ hasNotText: words }).nth(1).waitFor({ state: 'detached' });
			await found.waitFor();
		}
		return (await entries.allInnerTexts()).map((text) => text.trim());
	}

	/** What an open list says in place of its entries. */
	async complaintOf(parameter: string): Promise<string> {
		await this.page.getByTestId(`parameter-input-${parameter}`).locator('input').last().click();
		const complaint = this.page.getByTestId('rlc-error-container');
		await complaint.waitFor();
		return await complaint.innerText();
	}

	/** Runs the node and returns what the error panel says. */
	async failure(): Promise<{ message: string; description: string }> {
		await this.page.getByTestId('node-execute-button').click();
		const message = this.page.getByTestId('node-error-message');
		await message.waitFor();
		const description = this.page.getByTestId('node-error-description');
		return {
			message: await message.innerText(),
			description: (await description.isVisible()) ? await description.innerText() : '',
		};
	}

	async close(): Promise<void> {
		await this.page.keyboard.press('Escape');
		await this.page.getByTestId('ndv').waitFor({ state: 'hidden' });
	}

	private get parameters(): Locator {
		return this.page.getByTestId('node-parameters');
	}
}
