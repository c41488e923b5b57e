// Counts what the npm package keep-a-changelog reads from a file.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

// The package is where the script that calls this one installed it.
const require = createRequire(pathToFileURL(process.argv[3] + "/").href);
const { parser } = await import(pathToFileURL(require.resolve("keep-a-changelog")).href);

const changelog = parser(readFileSync(process.argv[2], "utf8"));
let entries = 0;
let breaking = 0;
for (const release of changelog.releases) {
  for (const changes of release.changes.values()) {
    entries += changes.length;
    breaking += changes.filter((change) => change.title.startsWith("**Breaking:** ")).length;
  }
}
console.log(
  JSON.stringify({
    releases: changelog.releases.length,
    entries,
    breaking,
    versions: changelog.releases.map((release) => (release.version ?? "unreleased").toLowerCase()).sort(),
  }),
);
