// What TypeScript's compiler can tell of an upgrade: a program with the version in use, one with the target.
//
// usage: node ask_compiler.mjs FOLDER PACKAGE TARGET
//
// FOLDER holds tsconfig.json with the plugin's sources, and node_modules with PACKAGE as it is in use; the target is
// installed beside it, by the name TARGET. Of each name in the sources it is asked what it resolves to, in both programs:
// what is declared by the package in the one and resolves to nothing in the other is gone; a declaration of the target with a
// `@deprecated` tag is deprecated. Prints a line for each such place, `FILE:LINE:COLUMN STATUS NAME`.
//
// This is what somebody without forewarn has to do, on top of installing both versions. It answers less: what no type shows
// (names in texts, values of `any`) is not in it.

import path from "node:path";
import { createRequire } from "node:module";

const [folder, platform, target] = process.argv.slice(2);
const root = path.resolve(folder);
const ts = createRequire(path.join(root, "package.json"))("typescript");

function program(name) {
  const config = ts.readConfigFile(path.join(root, "tsconfig.json"), ts.sys.readFile);
  const read = ts.parseJsonConfigFileContent(config.config, ts.sys, root);
  const home = path.join(root, "node_modules", name);
  const paths = { [platform]: [home], [`${platform}/*`]: [`${home}/*`] };
  const options = { ...read.options, paths };
  return { home: home + path.sep, program: ts.createProgram(read.fileNames, options), files: read.fileNames };
}

// What each name of the sources resolves to, by its place.
function resolved({ home, program, files }) {
  const checker = program.getTypeChecker();
  const found = new Map();
  for (const file of files) {
    const source = program.getSourceFile(file);
    // An editor or a build checks each file as a whole.
    program.getSemanticDiagnostics(source);
    const visit = (node) => {
      if (ts.isIdentifier(node)) {
        let symbol = checker.getSymbolAtLocation(node);
        if (symbol && symbol.flags & ts.SymbolFlags.Alias) symbol = checker.getAliasedSymbol(symbol);
        const declared = (symbol?.declarations ?? []).filter((one) => one.getSourceFile().fileName.startsWith(home));
        found.set(`${file}:${node.getStart(source)}`, {
          name: node.text,
          place: () => source.getLineAndCharacterOfPosition(node.getStart(source)),
          isOfPlatform: declared.length > 0,
          isKnown: (symbol?.declarations ?? []).length > 0,
          isDeprecated: declared.some((one) => ts.getJSDocDeprecatedTag(one) !== undefined),
        });
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return found;
}

const before = resolved(program(platform));
const after = resolved(program(target));
for (const [place, now] of before) {
  const then = after.get(place);
  const status = now.isOfPlatform && !then.isKnown ? "removed" : then.isDeprecated ? "deprecated" : null;
  if (status === null) continue;
  const { line, character } = now.place();
  const file = path.relative(root, place.slice(0, place.lastIndexOf(":")));
  console.log(`${file}:${line + 1}:${character + 1} ${status} ${now.name}`);
}
