type Method = (this: never, ...args: never[]) => Promise<unknown>;

/** Methods of a module that is loaded when one of them is called, because every n8n process loads the nodes at start. */
export function loadOnFirstCall<Name extends string, Methods extends Record<Name, Method>>(
	load: () => Promise<Methods>,
	...names: Name[]
): Pick<Methods, Name> {
	const entries = names.map((name) => {
		const call = async function (this: unknown, ...args: unknown[]) {
			return (await Reflect.apply((await load())[name], this, args)) as unknown;
		};
		return [name, call];
	});
	return Object.fromEntries(entries) as Pick<Methods, Name>;
}
