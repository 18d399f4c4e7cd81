import type { Locator, Page } from 'playwright-core';

/** The details view of the open node. */
export class Panel {
	constructor(private readonly page: Page) {}

	/** Returns the labels of the fields from top to bottom, including those in collections. */
	async getLabels(): Promise<string[]> {
		const labels = this.parameters.getByTestId('input-label');
		await labels.first().waitFor();
		return (await labels.allInnerTexts()).map((text) => text.split('\n')[0]?.trim() ?? '');
	}

	/** Returns the text of the fields: labels, hints, and notices. */
	async getText(): Promise<string> {
		return await this.parameters.innerText();
	}

	/** Opens a picker and returns its entries. With a search, returns the matches and the selected entry. */
	async getPickerEntries(parameter: string, words?: string): Promise<string[]> {
		await this.page.getByTestId(`parameter-input-${parameter}`).locator('input').last().click();
		const entries = this.page.getByTestId('rlc-item');
		await entries.first().waitFor();
		if (words) {
			await this.page.getByTestId('rlc-search').fill(words);
			const found = entries.filter({ hasText: words }).first();
			await found.waitFor();
			// The selected entry is always in the list.
			await entries.filter({ hasNotText: words }).nth(1).waitFor({ state: 'detached' });
			await found.waitFor();
		}
		return (await entries.allInnerTexts()).map((text) => text.trim());
	}

	/** Opens a picker and returns the error that it shows instead of entries. */
	async getPickerError(parameter: string): Promise<string> {
		await this.page.getByTestId(`parameter-input-${parameter}`).locator('input').last().click();
		const error = this.page.getByTestId('rlc-error-container');
		await error.waitFor();
		return await error.innerText();
	}

	/** Executes the node and returns the error in its output panel. */
	async executeAndGetError(): Promise<{ message: string; description: string }> {
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
