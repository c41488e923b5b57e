//! A made platform with all that the built-in history has not: each key of the changelog format at least once.

use crate::run::World;

const STREAMS: &str = r#"format = 1
platform = "acme"
name = "Acme"

[[stream]]
id = "app"
name = "Acme app"
scheme = "semver"
package = "npm:@acme/app"
covers-from = 2020-01-01
covers-until = 2026-06-01
complete = true
continued-at = "https://acme.example/notes"
note = "All of it."

[[stream]]
id = "service"
scheme = "date"

[[stream]]
id = "kit"
scheme = "semver"
"#;

const FEATURES: &str = r#"[[feature]]
id = "queues"
name = "Queues"
stream = "kit"
compatible = { app = ">=1.0.0" }
toggle = "queues.enabled"
note = "Named lists before."
source = "acme.example"

[[feature.event]]
stage = "pilot"
phase = "selected-accounts"
label = "private beta"
in = "app/1.0.0"
date = 2020-01-01
support = "The team itself."
entry = "queues"
note = "By invitation."
source = "A letter"

[[feature.event]]
stage = "beta"
date = 2026-06-30
date-kind = "announced"

[[feature]]
id = "kits"
name = "Kits"

[[feature.event]]
stage = "ga"
phase = "all-accounts"
in = "kit/0.2.0"

[[toggle]]
flag = "queues"
name = "Queues"
first-observed = "1.0.0"
last-observed = "1.1.0"
gone = "after 1.1.0, by 2.0.0"
feature = "queues"
source = "npm @acme/app"

[[toggle]]
flag = "queues-next"
feature = "queues"
source = "npm @acme/app"

[[toggle]]
flag = "loose"
source = "npm @acme/app"
"#;

const FIRST: &str = r#"+++
date = 2020-01-01
title = "The first"
summary = "It begins."
source = "acme.example/1"

[entry.queues]
feature = "queues"
impact = "Lists are sorted anew."
action = "Sort them."
requires = { service = ">=2019-01-01" }
applies-to = "opt-in"
excluded = [{ who = "Kiosks", why = "They have no lists." }, { who = "Others" }]
effective = 2020-02-01
effective-kind = "announced"
related = ["sorted"]
note = "Two sources say so."
source = "acme.example/queues"
audience = ["public", "staff"]

[[setting]]
entry = "queues"
id = "acme.limit"
name = "Limit"
service = "lists"
pointer = "/lists/limit"
unit = "items"
old = 10
new-json = "null"
applies-to = "all"
automatic = true
excluded = [{ who = "Kiosks", why = "They have no lists." }, { who = "Others" }]
effective = 2020-02-01
effective-kind = "announced"
note = "Guessed by nobody."

[[setting]]
entry = "queues"
id = "acme.open"

[[deprecation]]
entry = "queues"
symbol = "Lists.sort"
kind = "member"
change = "deprecated"
package = "npm:@acme/lists"
declared-since = "1.0.0"
removal = "3.0.0"
replacement = "Queues.sort"
replacement-since = "1.0.0"
disputed = "One page says 2.0.0."
note = "Still there."
source = "acme.example/sort"

[[deprecation]]
entry = "queues"
symbol = "left-pad"
kind = "npm-dependency"
change = "changed"
from-range = "^1"
to-range = "^2"

[[deprecation]]
entry = "queues"
symbol = "Lists.gone"
kind = "member"
change = "removed"
removed = "1.0.0"

[[correction]]
entry = "queues"
former = "Queues and stacks."
reason = "There were no stacks."
date = 2020-07-01
source = "A letter"

[[correction]]
entry = "queues"
former = "Queues, stacks and heaps."
date = 2020-07-02
date-kind = "no-later-than"
announced-in = "app/2.1.0"
+++

A *description*.

## Added

- Queues. {#queues}

## Odds

Text that fits nowhere.
"#;

/// Each file of the changelog with its text.
const FILES: &[(&str, &str)] = &[
    ("streams.toml", STREAMS),
    ("features.toml", FEATURES),
    (
        "lifecycle.toml",
        "[[end-of-life]]\nstream = \"app\"\nline = \"1.0\"\ndate = 2021-06-30\nsource = \"acme.example\"\n\n[[end-of-life]]\nstream = \"app\"\nline = \"1.1\"\ndate = 2021-12-31\n",
    ),
    ("app/1.0.0.md", FIRST),
    (
        "app/1.1.0.md",
        "+++\ndate = 2020-03-01\n+++\n\n## Added\n\n- Lists. {#lists}\n\n## Changed\n\n- Lists are sorted by age. {#sorted}\n",
    ),
    (
        "app/1.1.1.md",
        "+++\ndate = 2020-04-01\nincludes = [\"login\"]\n+++\n\n## Fixed\n\n- Lists keep their place. {#place}\n",
    ),
    (
        "app/1.1.2.md",
        "+++\ndate = 2020-09-01\nstate = \"withdrawn\"\nwithdrawn = \"It broke lists.\"\n+++\n\n## Fixed\n\n- Lists again. {#old-line}\n",
    ),
    (
        "app/2.0.0-beta.1.md",
        "+++\ndate = 2020-05-01\nsummary = \"First look.\"\n\n[entry.flicker]\nfixed-in = \"app/2.0.0\"\n+++\n\n## Added\n\n- Themes. {#themes}\n\n## Known issues\n\n- Themes flicker. {#flicker}\n",
    ),
    (
        "app/2.0.0.md",
        "+++\ndate = 2020-06-01\nsummary = \"Themes for all.\"\n\n[entry.flicker-gone]\nreverts = \"sorted\"\nrelated = [\"nowhere\"]\ncommit = \"0123456789abcdef0123456789abcdef01234567\"\n\n[entry.secret]\naudience = [\"staff\"]\n+++\n\n## Changed\n\n- Lists are sorted by name again. {#flicker-gone}\n- Only for staff. {#secret}\n\n## Removed\n\n- **Breaking:** The old panel is gone. {#old-panel}\n\nText between entries.\n",
    ),
    (
        "app/2.1.0.md",
        "+++\ndate = 2020-08-01\ndate-kind = \"no-later-than\"\n+++\n\n## Fixed\n\n- Logging in works. {#login}\n",
    ),
    (
        "app/2.2.0.md",
        "+++\n\n[entry.later]\n+++\n\n## Fixed\n\n- Of an unknown day. {#later}\n",
    ),
    (
        "app/2.3.0-rc.1.md",
        "+++\nstage = \"rc\"\n+++\n\n## Fixed\n\n- Of an unknown day too. {#later-rc}\n",
    ),
    (
        "app/unreleased/filter.md",
        "## Added\n\n- A filter. {#filter}\n",
    ),
    (
        "kit/0.1.0.md",
        "+++\ndate = 2021-01-01\n+++\n\n## Added\n\n- A kit. {#kit}\n",
    ),
    (
        "kit/0.2.0.md",
        "+++\n[[setting]]\nentry = \"kit-two\"\nid = \"acme.kit\"\nnew = 1\n\n[[deprecation]]\nentry = \"kit-two\"\nsymbol = \"kit\"\nkind = \"function\"\nchange = \"deprecated\"\n+++\n\n## Defaults\n\n- Kits. {#kit-two}\n",
    ),
    (
        "service/2021-01-01.md",
        "+++\ndate = 2021-01-01\ntitle = \"New year\"\n\n[[setting]]\nentry = \"limit\"\nid = \"acme.limit\"\nold = 9\nnew = 20\n+++\n\n## Defaults\n\n- The limit is higher. {#limit}\n",
    ),
    (
        "service/2021-02-01.md",
        "+++\ndate = 2021-02-01\nstate = \"draft\"\n\n[[setting]]\nentry = \"drafted\"\nid = \"acme.limit\"\nnew = 30\n\n[[deprecation]]\nentry = \"drafted\"\nsymbol = \"GET /lists\"\nkind = \"rest-endpoint\"\nchange = \"deprecated\"\n+++\n\n## Defaults\n\n- Drafted. {#drafted}\n",
    ),
    (
        "service/2021-03-01.md",
        "+++\n[entry.undated]\napplies-to = \"new-accounts\"\n\n[[setting]]\nentry = \"undated\"\nid = \"acme.colour\"\nold = \"red\"\nnew = \"blue\"\n\n[[setting]]\nentry = \"undated\"\nid = \"acme.limit\"\nnew = 40\n+++\n\n## Defaults\n\n- Of an unknown day. {#undated}\n",
    ),
];

/// A workspace of a platform that has nearly everything.
pub(super) fn platform() -> World {
    workspace(FILES)
}

const QUIET: &[(&str, &str)] = &[
    (
        "streams.toml",
        "format = 1\nplatform = \"acme\"\n\n[[stream]]\nid = \"app\"\nscheme = \"semver\"\n\n[[stream]]\nid = \"bare\"\nscheme = \"semver\"\n\n[[stream]]\nid = \"empty\"\nscheme = \"semver\"\n",
    ),
    ("app/1.0.0.md", "+++\ndate = 2024-01-01\n+++\n"),
    (
        "app/1.1.0.md",
        "+++\ndate = 2024-03-01\ndate-kind = \"no-later-than\"\n+++\n",
    ),
    ("bare/1.1.0.md", "+++\n+++\n"),
    (
        "bare/1.0.0.md",
        "+++\ndate = 2024-01-01\n\n[[deprecation]]\nentry = \"k\"\nsymbol = \"kit\"\nkind = \"function\"\nchange = \"deprecated\"\n+++\n\n## Deprecated\n\n- Kits. {#k}\n",
    ),
];

const POLICY: &str = "schema = 1\nname = \"acme\"\n\n[lifecycle]\nminor-maintained-months = 6\nmajor-maintained-months = 12\nrounding = \"end-of-month\"\n\n[hosted]\ncurrent-major = \"all\"\nprevious-major-minors = 1\n\n[cadence]\nminor-weeks = [3, 5]\nmajor-months = [8, 15]\n";

/// A workspace of which little is known: a stream without a record of how far it goes, and one without releases.
pub(super) fn quiet() -> World {
    let world = workspace(QUIET);
    world.write("policy.toml", POLICY);
    world
}

fn workspace(files: &[(&str, &str)]) -> World {
    let world = World::new();
    let made = world.run(&["init", "acme", "--new-stream", "app:semver:npm:@acme/app"]);
    assert_eq!(made.code, 0, "{}", made.stderr);
    world.write(
        "accounts.toml",
        "schema = 1\n[[account]]\nname = \"a\"\ncreated = 2019-05-01\n[[account]]\nname = \"b\"\npin = \"1.0\"\n[[account]]\nname = \"c\"\nmajor = 1\n",
    );
    for (path, text) in files {
        world.write(&format!("changelog/{path}"), text);
    }
    world
}

const ACCOUNTS: &str = r#"schema = 1

[[account]]
name = "contoso"
created = 2023-05-01
owner = "team-voice"
features = ["citrix-vdi", "teams-hierarchy", "google-business-messages", "nothing-like-it", "leave-pause"]

[[account]]
name = "fabrikam"
pin = "2.13"

[[account]]
name = "litware"
created = 2019-05-01

[[account]]
name = "northwind"
ui-version = "~2.12"

[[account]]
name = "oldtimer"
ui-version = "1.20.0"

[[account]]
name = "tester"
ui-version = "2.0.0-beta.3"

[[account]]
name = "typo"
ui-version = "~9.1"

[[account]]
name = "on-two"
major = 2

[[account]]
name = "elder"
ui-version = "1.16.0"
"#;

const WAIVERS: &str = r#"schema = 1

[[waiver]]
subject = "account:litware"
reason = "moves to major 2 in March"
expires = 2026-03-31
owner = "team-voice"

[[waiver]]
subject = "account:oldtimer"
reason = "was to move in June"
expires = 2025-06-30

[[waiver]]
subject = "account:northwind"
reason = "soon"
expires = 2027-01-01

[[waiver]]
subject = "version:2.3"
reason = "an old kiosk"
expires = 2027-01-01
"#;

const MANIFEST: &str = "{\n  \"name\": \"plugin-queue\",\n  \"devDependencies\": {\n    \"@twilio/flex-ui\": \"^1.20 || ~2.12\"\n  }\n}\n";

/// The built-in platform with accounts, waivers and a plugin.
pub(super) fn accounts() -> World {
    let world = World::new();
    world.write("accounts.toml", ACCOUNTS);
    world.write("waivers.toml", WAIVERS);
    world.write("none.toml", "schema = 1\n");
    world.write("plugin/package.json", MANIFEST);
    world.write("bare/package.json", "{}");
    world.write(
        "linked/package.json",
        "{\"dependencies\": {\"@twilio/flex-ui\": \"file:../ui\"}}",
    );
    world
}
