// What TypeScript's own compiler says of the declaration files of an unpacked npm package, as JSON:
//
//     node surface.mjs TYPESCRIPT PACKAGE [--names] [--sample N] [--seed S] > truth.json
//
// TYPESCRIPT is a folder in which `npm install typescript@5.9.3` was run. PACKAGE holds the package.json; packages
// that are read as part of it lie in a `node_modules` beside it. Nothing is written, nothing is fetched.
//
//     version, roots: {name: [file, …]}        exports of the root module, with the files that declare them
//     tagged: [{file, line, name}]             nodes whose last JSDoc block has @deprecated
//     flagged: [{file, line, name}]            nodes that the parser itself flags as deprecated (any block)
//     names: {file: {written: [target, …]}}    what each name in a type means (--names)
//     sample: {name: {within, members, statics}}  members of N root symbols with the text of their declared types (--sample)

import { createRequire } from "node:module";
import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { join, relative, resolve } from "node:path";

const [tools, folder, ...rest] = process.argv.slice(2);
if (!tools || !folder) {
    console.error("usage: node surface.mjs TYPESCRIPT PACKAGE [--names] [--sample N] [--seed S]");
    process.exit(2);
}
const option = (name) => (rest.includes(name) ? Number(rest[rest.indexOf(name) + 1]) : 0);
const ts = createRequire(join(resolve(tools), "package.json"))("typescript");
const root = resolve(folder);
const beside = join(root, "..", "node_modules");
const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

function walk(at, found = []) {
    for (const item of existsSync(at) ? readdirSync(at) : []) {
        const path = join(at, item);
        if (statSync(path).isDirectory()) {
            if (item !== "node_modules") walk(path, found);
        } else if (/\.d\.[mc]?ts$/.test(item)) found.push(path);
    }
    return found;
}

const own = walk(root);
const members = walk(beside);
const program = ts.createProgram([...own, ...members], {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.CommonJS,
    moduleResolution: ts.ModuleResolutionKind.Node10,
    lib: ["lib.es2022.d.ts", "lib.dom.d.ts", "lib.dom.iterable.d.ts"],
    jsx: ts.JsxEmit.Preserve,
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: [],
});
const checker = program.getTypeChecker();

// The package's own files by their path, those of a member `@scope/name:path`.
function name(file) {
    if (file.startsWith(root + "/")) return relative(root, file);
    if (file.startsWith(beside + "/")) {
        const parts = relative(beside, file).split("/");
        const length = parts[0].startsWith("@") ? 2 : 1;
        return `${parts.slice(0, length).join("/")}:${parts.slice(length).join("/")}`;
    }
    return null;
}

// Those of packages that are published within the package are there too, as far as something names them.
const files = program.getSourceFiles().filter((file) => name(file.fileName) !== null);
const entry = program.getSourceFile(join(root, manifest.types ?? manifest.typings ?? "index.d.ts"));
const resolved = (symbol) => (symbol && symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol);
const isUnknown = (symbol) => !symbol || !symbol.declarations?.length;

const roots = {};
const exported = entry ? checker.getExportsOfModule(checker.getSymbolAtLocation(entry)) : [];
for (const symbol of exported) {
    const target = resolved(symbol);
    roots[symbol.name] = [...new Set((target?.declarations ?? []).map((one) => name(one.getSourceFile().fileName)))].sort();
}

const tagged = [];
const flagged = [];
for (const file of files) {
    const visit = (node) => {
        if (node.jsDoc?.length) {
            const line = (at) => file.getLineAndCharacterOfPosition(at).line + 1;
            const tags = node.jsDoc.flatMap((doc) => (doc.tags ?? []).filter(ts.isJSDocDeprecatedTag));
            const one = (tag) => ({ file: name(file.fileName), line: line(tag.getStart(file)), name: node.name?.getText(file) ?? ts.SyntaxKind[node.kind] });
            if (tags.length) flagged.push(one(tags[0]));
            const last = node.jsDoc.at(-1).tags?.find(ts.isJSDocDeprecatedTag);
            if (last) tagged.push(one(last));
        }
        ts.forEachChild(node, visit);
    };
    visit(file);
}

// The name of a declaration with those of what it stands in.
function path(declaration) {
    const parts = [];
    for (let node = declaration; node && !ts.isSourceFile(node); node = node.parent) {
        if (ts.isModuleDeclaration(node) && (ts.isStringLiteral(node.name) || node.flags & ts.NodeFlags.GlobalAugmentation)) break;
        if (node.name) parts.unshift(node.name.getText());
        else if (node === declaration) parts.unshift("default");
    }
    return parts.join(".");
}

function target(node, wanted) {
    const found = checker.getSymbolAtLocation(node);
    // A declaration that an import of the same name merges with counts before it, for what it can mean.
    const symbol = found && found.flags & wanted ? found : resolved(found);
    if (isUnknown(symbol) || checker.isUnknownSymbol?.(symbol)) return "unresolved";
    const flags = ts.SymbolFlags;
    if (symbol.flags & flags.TypeParameter) return "parameter";
    if (symbol.declarations.some((one) => ts.isParameter(one) || ts.isBindingElement(one))) return "parameter";
    const declared = [...new Set(symbol.declarations.map((one) => name(one.getSourceFile().fileName)))];
    if (declared.some((file) => file === null)) return "library";
    const isModule = (one) => ts.isSourceFile(one) || (ts.isModuleDeclaration(one) && ts.isStringLiteral(one.name));
    if (symbol.declarations.some(isModule)) return `module ${declared[0]}`;
    return `declared ${declared[0]} ${path(symbol.declarations[0])}`;
}

const names = {};
if (rest.includes("--names")) {
    for (const file of files) {
        const found = {};
        const add = (written, what) => {
            const key = written.replace(/\s+/g, "");
            (found[key] ??= new Set()).add(what);
        };
        const { Type, Value } = ts.SymbolFlags;
        const visit = (node) => {
            if (ts.isTypeReferenceNode(node)) add(node.typeName.getText(file), target(node.typeName, Type));
            else if (ts.isExpressionWithTypeArguments(node)) add(node.expression.getText(file), target(node.expression, Type | Value));
            else if (ts.isTypeQueryNode(node) && !ts.isImportTypeNode(node.exprName)) add(node.exprName.getText(file), target(node.exprName, Value));
            else if (ts.isImportTypeNode(node)) {
                const at = node.qualifier ?? node.argument.literal;
                const tail = node.qualifier ? `.${node.qualifier.getText(file)}` : "";
                add(`import(${JSON.stringify(node.argument.literal.text)})${tail}`, target(at, 0));
            }
            ts.forEachChild(node, visit);
        };
        visit(file);
        names[name(file.fileName)] = Object.fromEntries(Object.entries(found).map(([key, set]) => [key, [...set].sort()]));
    }
}

function random(seed) {
    let state = seed >>> 0 || 1;
    return () => {
        state ^= state << 13;
        state ^= state >>> 17;
        state ^= state << 5;
        return (state >>> 0) / 4294967296;
    };
}

// The declared type of a member as text, without comments: of a method its signature.
const printer = ts.createPrinter({ removeComments: true });
function declared(one) {
    const file = one.getSourceFile();
    const text = (node) => printer.printNode(ts.EmitHint.Unspecified, node, file);
    if (ts.isMethodSignature(one) || ts.isMethodDeclaration(one) || ts.isFunctionDeclaration(one)) {
        const generics = one.typeParameters ? `<${one.typeParameters.map(text).join(", ")}>` : "";
        return `${generics}(${one.parameters.map(text).join(", ")}) => ${one.type ? text(one.type) : ""}`;
    }
    if (ts.isSetAccessorDeclaration(one)) return one.parameters[0]?.type ? text(one.parameters[0].type) : null;
    const stated = one.type ?? one.initializer;
    return stated ? text(stated) : null;
}

function properties(type) {
    const found = {};
    for (const property of type ? checker.getPropertiesOfType(type) : []) {
        const declarations = (property.declarations ?? []).filter((one) => name(one.getSourceFile().fileName) !== null);
        const hidden = ts.ModifierFlags.Private | ts.ModifierFlags.Protected;
        if (!declarations.length || declarations.every((one) => ts.getCombinedModifierFlags(one) & hidden)) continue;
        found[property.name] = {
            optional: Boolean(property.flags & ts.SymbolFlags.Optional),
            declared: declarations.map(declared),
            resolved: checker.typeToString(checker.getTypeOfSymbol(property), undefined, ts.TypeFormatFlags.NoTruncation),
            at: declarations.map((one) => `${name(one.getSourceFile().fileName)}:${one.getSourceFile().getLineAndCharacterOfPosition(one.getStart()).line + 1}`),
        };
    }
    return found;
}

const sample = {};
const next = random(option("--seed") || 1);
const pool = [...exported].sort((a, b) => (a.name < b.name ? -1 : 1));
for (let taken = 0; taken < option("--sample") && pool.length; taken += 1) {
    const [symbol] = pool.splice(Math.floor(next() * pool.length), 1);
    const means = resolved(symbol);
    if (isUnknown(means)) continue;
    const isType = means.flags & (ts.SymbolFlags.Type | ts.SymbolFlags.Enum);
    // What has no declaration of its own to compare: exports of a namespace (its types are no properties), members that a
    // mapped type makes.
    const made = isType ? checker.getPropertiesOfType(checker.getDeclaredTypeOfSymbol(means)) : [];
    const within = made.filter((one) => !one.declarations?.length);
    if (means.flags & ts.SymbolFlags.Module) within.push(...checker.getExportsOfModule(means));
    sample[symbol.name] = {
        within: within.map((one) => one.name),
        members: isType ? properties(checker.getDeclaredTypeOfSymbol(means)) : {},
        statics: means.flags & ts.SymbolFlags.Value ? properties(checker.getTypeOfSymbol(means)) : {},
    };
}

console.log(JSON.stringify({ version: manifest.version, roots, tagged, flagged, names, sample }));
