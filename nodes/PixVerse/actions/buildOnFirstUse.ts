/** Lets a property be built when it is read for the first time, because every n8n process loads the nodes at start. */
export function buildOnFirstUse<T extends object, Name extends keyof T>(
	target: T,
	name: Name,
	build: () => T[Name],
): T {
	const shared = { configurable: true, enumerable: true };
	const set = (value: T[Name]) =>
		void Object.defineProperty(target, name, { ...shared, value, writable: true });
	return Object.defineProperty(target, name, {
		...shared,
		get: () => {
			set(build());
			return target[name];
		},
		set,
	});
}
