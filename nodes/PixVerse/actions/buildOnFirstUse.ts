/** Lets a property be built when it is read for the first time, because every n8n process loads the nodes at start. */
export function buildOnFirstUse<T extends object, Name extends keyof T>(
	target: T,
	name: Name,
	build: () => T[Name],
): T {
	const set = (value: T[Name]) =>
		void Object.defineProperty(target, name, { value, writable: true });
	return Object.defineProperty(target, name, {
		get: () => {
			set(build());
			return target[name];
		},
		set,
	});
}
