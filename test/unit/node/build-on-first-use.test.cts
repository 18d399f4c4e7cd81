import { PixVerse } from '../../../nodes/PixVerse/PixVerse.node';
import { buildOnFirstUse } from '../../../nodes/PixVerse/actions/buildOnFirstUse';

const isBuilt = (target: object, name: string) =>
	Object.getOwnPropertyDescriptor(target, name)?.get === undefined;

describe('A property that is built on first use', () => {
	it('should be built once, and be an ordinary property afterward', () => {
		const build = jest.fn(() => ['built']);
		const target = buildOnFirstUse({ list: [] as string[] }, 'list', build);
		expect(build).not.toHaveBeenCalled();
		expect(Object.keys(target)).toEqual(['list']);
		expect(target.list).toBe(target.list);
		expect(build).toHaveBeenCalledTimes(1);
		target.list.push('more');
		expect(JSON.stringify(target)).toBe('{"list":["built","more"]}');
		expect(isBuilt(target, 'list')).toBe(true);
	});

	it('should accept another value before it is built', () => {
		const target = buildOnFirstUse({ list: [] as string[] }, 'list', () => ['built']);
		target.list = ['other'];
		expect(target).toEqual({ list: ['other'] });
	});

	it('should be the properties of the node, so that loading it is fast', () => {
		const { description } = new PixVerse();
		expect(isBuilt(description, 'properties')).toBe(false);
		const [resource, operation] = description.properties;
		expect([resource?.name, operation?.name]).toEqual(['resource', 'operation']);
		expect(isBuilt(description, 'properties')).toBe(true);
	});
});
