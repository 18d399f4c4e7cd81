import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import ts from 'typescript';

const PROJECT = resolve(__dirname, '../../..');
const CODE = /\.(c?ts|[cm]?js)$/;
/** n8n loads the classes of these files by their names. */
const ENTRY = /\.(node|credentials)\.ts$/;

const listFiles = (folder: string) =>
	readdirSync(join(PROJECT, folder), { recursive: true, encoding: 'utf8' })
		.filter((file) => CODE.test(file) && !file.includes('node_modules'))
		.map((file) => join(PROJECT, folder, file));

const sources = ['nodes', 'credentials', 'simulator', 'bench', 'scripts', 'test']
	.flatMap(listFiles)
	.map((file) =>
		ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true),
	);

function resolveModule(from: string, specifier: string): string | undefined {
	const path = resolve(dirname(from), specifier);
	return [path, `${path}.ts`, join(path, 'index.ts')].find(
		(file) => CODE.test(file) && existsSync(file),
	);
}

/** Lists the imports of a file, as `<file>#<name>`, or `<file>#*` for a whole module. */
function listImports(source: ts.SourceFile): string[] {
	const found: string[] = [];
	const add = (specifier: ts.Node | undefined, names: readonly string[] = ['*']) => {
		if (!specifier || !ts.isStringLiteralLike(specifier)) return;
		const file = resolveModule(source.fileName, specifier.text);
		if (file) found.push(...names.map((name) => `${file}#${name}`));
	};
	const visit = (node: ts.Node): void => {
		if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) {
			const clause = ts.isImportDeclaration(node)
				? node.importClause?.namedBindings
				: node.exportClause;
			const isNamed = clause && (ts.isNamedImports(clause) || ts.isNamedExports(clause));
			const names = isNamed
				? clause.elements.map(({ propertyName, name }) => (propertyName ?? name).text)
				: undefined;
			add(node.moduleSpecifier, names);
		} else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument))
			add(node.argument.literal, node.qualifier ? [node.qualifier.getText()] : undefined);
		// `require(…)` and `import(…)`
		else if (ts.isCallExpression(node)) add(node.arguments[0]);
		ts.forEachChild(node, visit);
	};
	visit(source);
	return found;
}

function listExports(source: ts.SourceFile): string[] {
	return source.statements
		.filter(
			(node) =>
				ts.canHaveModifiers(node) &&
				ts.getModifiers(node)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword),
		)
		.flatMap((node) => {
			if (!ts.isVariableStatement(node)) return (node as ts.FunctionDeclaration).name?.text ?? [];
			const names = node.declarationList.declarations.map(({ name }) => name);
			return names.flatMap((name) =>
				ts.isIdentifier(name) ? name.text : name.elements.map((element) => element.getText()),
			);
		});
}

const imports = new Set(sources.flatMap(listImports));

describe('The exports of the nodes', () => {
	it('should all be used in another file', () => {
		const unused = sources
			.filter(({ fileName }) => fileName.startsWith(join(PROJECT, 'nodes')))
			.filter(({ fileName }) => !ENTRY.test(fileName) && !imports.has(`${fileName}#*`))
			.flatMap((source) =>
				listExports(source)
					.filter((name) => !imports.has(`${source.fileName}#${name}`))
					.map((name) => `${relative(PROJECT, source.fileName)}: ${name}`),
			);
		expect(unused).toEqual([]);
	});
});
