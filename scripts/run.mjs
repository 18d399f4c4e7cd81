/**
 * The entry of every npm script: `node scripts/run.mjs <command> [arguments]`. Works on a clone that has nothing but
 * Node and npm: it first installs the project's packages when they are missing or not those of the lock file.
 * Needs nothing but Node itself, and so do all .mjs files that it loads.
 */
const [name = '', ...args] = process.argv.slice(2);

if (Number(process.versions.node.split('.')[0]) < 20) {
	console.error(`✗ Node.js 20 or newer is needed; this is ${process.versions.node}.`);
	console.error('  → Install a newer one (https://nodejs.org) and run the command again.');
	process.exit(1);
}

// While a step of our own runs, Ctrl+C ends it through its exit handlers, which remove what is half done.
const leave = () => process.exit(130);
process.on('SIGINT', leave);
process.on('SIGTERM', leave);

const { commands, runStep } = await import('./commands.mjs');
const { installProject } = await import('./install/project.mjs');

try {
	const command = commands[name];
	if (!command) {
		throw new Error(
			`There is no command "${name}". There are: ${Object.keys(commands).join(', ')}`,
		);
	}
	await installProject();
	// From here on a child is running, which gets the signal too and needs time to end.
	process.removeListener('SIGINT', leave);
	process.removeListener('SIGTERM', leave);
	for (const step of command(args)) {
		// A failed step does not keep the next one from telling what it knows.
		const code = await runStep(step);
		process.exitCode ||= code;
		if (code > 128) break;
	}
} catch (error) {
	console.error(String(error));
	process.exitCode = 1;
}
