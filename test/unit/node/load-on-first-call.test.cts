import { PixVerse } from '../../../nodes/PixVerse/PixVerse.node';
import { PixVerseTrigger } from '../../../nodes/PixVerseTrigger/PixVerseTrigger.node';
import * as methods from '../../../nodes/PixVerse/methods';
import * as triggerMethods from '../../../nodes/PixVerseTrigger/methods';
import { loadOnFirstCall } from '../../../nodes/shared/loadOnFirstCall';

describe('Methods that are loaded on their first call', () => {
	it('should get the context and the arguments, and return the result', async () => {
		const load = jest.fn(async () => ({
			async add(this: { start: number }, one: number, two: number) {
				return this.start + one + two;
			},
		}));
		const { add } = loadOnFirstCall(load, 'add');
		expect(load).not.toHaveBeenCalled();
		expect(await add.call({ start: 1 }, 2, 3)).toBe(6);
		expect(load).toHaveBeenCalledTimes(1);
	});

	it('should fail with the error of the method', async () => {
		const error = new Error('no accounts');
		const failing = {
			async search() {
				throw error;
			},
		};
		const { search } = loadOnFirstCall(async () => failing, 'search');
		await expect(search()).rejects.toBe(error);
	});

	it.each([
		{ node: new PixVerse(), searches: methods },
		{ node: new PixVerseTrigger(), searches: triggerMethods },
	])('should include each search of $node.description.displayName', ({ node, searches }) => {
		expect(Object.keys(node.methods.listSearch).sort()).toEqual(Object.keys(searches).sort());
	});
});
