/**
 * Runs an npm script: `node scripts/run.mjs <command> [arguments]`. On a clone that has only Node.js and npm, it first
 * installs the development packages. The files that it imports use Node.js only.
 */
const [name = '', ...args] = process.argv.slice(2);

if (Number(process.versions.node.split('.')[0]) < 20) {
	console.error(`✗ This project needs Node.js 20 or newer, but this is ${process.versions.node}.`);
	console.error('  → Install a newer version (https://nodejs.org), then run the command again.');
	process.exit(1);
}

// The exit handlers stop the programs of an install.
const exit = () => process.exit(130);
process.on('SIGINT', exit);
process.on('SIGTERM', exit);

const { commands, runStep } = await import('./commands.mjs');
const { installProject } = await import('./install/project.mjs');

try {
	const command = commands[name];
	if (!command) {
		throw new Error(
			`The command "${name}" doesn't exist. Choose one of: ${Object.keys(commands).join(', ')}`,
		);
	}
	await installProject();
	// runStep passes signals on to the program, which needs time to stop.
	process.removeListener('SIGINT', exit);
	process.removeListener('SIGTERM', exit);
	for (const step of command(args)) {
		// If a step fails, the next one runs anyway, so that one run shows all problems.
		const code = await runStep(step);
		process.exitCode ||= code;
		if (code > 128) break;
	}
} catch (error) {
	console.error(String(error));
	process.exitCode = 1;
}
