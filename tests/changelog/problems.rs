//! What is said of files that are wrong: the exact words, and where.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use forewarn::changelog::folder;
use forewarn::domain::changelog::Changelog;
use forewarn::domain::problem::Problem;
use forewarn::domain::tree::Found;

const STREAMS: &str = "format = 1\nplatform = \"flex\"\n\n[[stream]]\nid = \"ui\"\nscheme = \"semver\"\n\n[[stream]]\nid = \
                       \"backend\"\nscheme = \"date\"\n";

/// Reads these files beside a `streams.toml` with the streams `ui` and `backend`, unless they bring their own.
pub(crate) fn read(files: &[(&str, &[u8])]) -> (Changelog, Vec<Problem>) {
    let mut found = BTreeMap::from([("streams.toml".to_owned(), Found::File(STREAMS.into()))]);
    for (path, text) in files {
        if let Some((folder, _)) = path.split_once('/') {
            found.insert(folder.to_owned(), Found::Folder);
        }
        found.insert((*path).to_owned(), Found::File(text.to_vec()));
    }
    folder::read("changelog", &found)
}

/// The problems of each case, below its name.
fn told(cases: &[(&str, &[(&str, &str)])]) -> String {
    let mut told = String::new();
    for (name, files) in cases {
        let files: Vec<(&str, &[u8])> = files
            .iter()
            .map(|(path, text)| (*path, text.as_bytes()))
            .collect();
        let (_, problems) = read(&files);
        writeln!(told, "{name}:").unwrap();
        for problem in &problems {
            writeln!(told, "{problem}").unwrap();
        }
    }
    told
}

/// As [`told`], for one release of the stream `ui`.
fn told_of_releases(cases: &[(&str, &str)]) -> String {
    let files: Vec<[(&str, &str); 1]> = cases
        .iter()
        .map(|(_, text)| [("ui/1.0.0.md", *text)])
        .collect();
    let cases: Vec<(&str, &[(&str, &str)])> = cases
        .iter()
        .zip(&files)
        .map(|((name, _), files)| (*name, files.as_slice()))
        .collect();
    told(&cases)
}

#[test]
fn front_matter_that_cannot_be_read() {
    insta::assert_snapshot!(told_of_releases(&[
        ("not closed", "+++\ndate = 2023-01-01\n\n## Added\n\n- A. {#a}\n"),
        ("not TOML", "+++\ntitle = \n+++\n"),
        ("a key twice", "+++\ntitle = \"a\"\ntitle = \"b\"\n+++\n"),
        ("wrong types", "+++\ndate = 7\ntitle = true\nsource = [1, \"x\"]\naudience = 5\nincludes = { a = 1 }\nother-dates = 1\n+++\n"),
        ("an entry that is no table", "+++\nentry = 1\nsetting = \"x\"\n+++\n"),
        ("entries that are no tables", "+++\n[entry]\na = 1\n+++\n\n## Added\n\n- A. {#a}\n"),
        ("an unknown key", "+++\nsumary = \"x\"\nzzz = 1\n+++\n"),
        ("an unknown key of an entry", "+++\n[entry.a]\napplies_to = \"all\"\n+++\n\n## Added\n\n- A. {#a}\n"),
        ("a day that does not exist", "+++\ndate = 2023-02-30\n+++\n"),
        ("a day that does not exist, as a string", "+++\ndate = \"2023-02-30\"\n+++\n"),
        ("a day in another form", "+++\ndate = \"1 May 2023\"\n+++\n"),
        ("a day with a time", "+++\ndate = 2023-05-01T09:00:00Z\n+++\n"),
        ("a kind without its date", "+++\ndate-kind = \"exact\"\n+++\n"),
        ("a further date without a day", "+++\nother-dates = [{ kind = \"exact\" }]\n+++\n"),
    ]), @r"
    not closed:
    changelog/ui/1.0.0.md:1:1: error: the front matter is not closed
      put a line `+++` after its last key
    changelog/ui/1.0.0.md:6:3: error: this is not TOML: key with no value, expected `=`
    not TOML:
    changelog/ui/1.0.0.md:2:9: error: this is not TOML: string values must be quoted, expected literal string
    a key twice:
    changelog/ui/1.0.0.md:3:1: error: this is not TOML: duplicate key
    wrong types:
    changelog/ui/1.0.0.md:2:8: error: `date` must be a date such as 2019-07-17, not an integer
    changelog/ui/1.0.0.md:3:9: error: `title` must be a string, not a boolean
    changelog/ui/1.0.0.md:4:11: error: `source` must be an array of strings, not an integer
    changelog/ui/1.0.0.md:5:12: error: `audience` must be a string or an array of strings, not an integer
    changelog/ui/1.0.0.md:6:12: error: `includes` must be a string or an array of strings, not a table
    changelog/ui/1.0.0.md:7:15: error: `other-dates` must be tables, written [[…]], not an integer
    an entry that is no table:
    changelog/ui/1.0.0.md:2:9: error: `entry` must be tables, written [entry.ID], not an integer
    changelog/ui/1.0.0.md:3:11: error: `setting` must be tables, written [[…]], not a string
    entries that are no tables:
    changelog/ui/1.0.0.md:3:5: error: `a` must be a table, not an integer
    an unknown key:
    changelog/ui/1.0.0.md:2:1: warning: a release has no key `sumary`; it is not kept
      did you mean `summary`?
    changelog/ui/1.0.0.md:3:1: warning: a release has no key `zzz`; it is not kept
    an unknown key of an entry:
    changelog/ui/1.0.0.md:3:1: warning: an entry has no key `applies_to`; it is not kept
      did you mean `applies-to`?
    a day that does not exist:
    changelog/ui/1.0.0.md:2:8: error: 2023-02-30 does not exist in the calendar
    a day that does not exist, as a string:
    changelog/ui/1.0.0.md:2:8: error: `date`: 2023-02-30 does not exist in the calendar
    a day in another form:
    changelog/ui/1.0.0.md:2:8: error: `date`: `1 May 2023` is not a date; dates are written YYYY-MM-DD
    a day with a time:
    changelog/ui/1.0.0.md:2:8: error: `date` must be a date such as 2019-07-17, not a datetime
    a kind without its date:
    changelog/ui/1.0.0.md:2:13: error: `date-kind` without `date` says nothing
    a further date without a day:
    changelog/ui/1.0.0.md:2:16: error: a further date needs `on`
    changelog/ui/1.0.0.md:2:25: error: `kind` without `on` says nothing
    ");
}

#[test]
fn words_of_closed_lists() {
    insta::assert_snapshot!(told_of_releases(&[
        ("stage", "+++\nstage = \"betta\"\n+++\n"),
        ("state", "+++\nstate = \"publishd\"\n+++\n"),
        ("date kind", "+++\ndate = 2023-01-01\ndate-kind = \"announce\"\n+++\n"),
        ("nothing is near", "+++\nstage = \"zzz\"\n+++\n"),
        ("scheduled without its day", "+++\nstate = \"scheduled\"\n+++\n"),
        ("scheduled for a day without a time", "+++\nstate = \"scheduled\"\npublish-at = 2026-11-20\n+++\n"),
        ("scheduled without an offset", "+++\nstate = \"scheduled\"\npublish-at = 2026-11-20T09:00:00\n+++\n"),
        ("applies-to", "+++\n[entry.a]\napplies-to = \"new-acounts\"\n+++\n\n## Added\n\n- A. {#a}\n"),
        (
            "kind and change of a deprecation",
            "+++\n[[deprecation]]\nentry = \"a\"\nsymbol = \"X\"\nkind = \"exprt\"\nchange = \"removd\"\n+++\n\n## Added\n\n- A. {#a}\n",
        ),
    ]), @r"
    stage:
    changelog/ui/1.0.0.md:2:9: error: `stage`: `betta` is not one of alpha, beta, rc, ga, pre-ga
      did you mean `beta`?
    state:
    changelog/ui/1.0.0.md:2:9: error: `state`: `publishd` is not one of draft, review, scheduled, published, withdrawn
      did you mean `published`?
    date kind:
    changelog/ui/1.0.0.md:3:13: error: `date-kind`: `announce` is not one of exact, effective, announced, no-later-than
      did you mean `announced`?
    nothing is near:
    changelog/ui/1.0.0.md:2:9: error: `stage`: `zzz` is not one of alpha, beta, rc, ga, pre-ga
    scheduled without its day:
    changelog/ui/1.0.0.md:2:9: error: a scheduled release needs `publish-at`
    scheduled for a day without a time:
    changelog/ui/1.0.0.md:2:9: error: a scheduled release needs `publish-at`
    changelog/ui/1.0.0.md:3:14: error: `publish-at`: `2026-11-20` is not a date-time with an offset, such as 2026-11-20T09:00:00Z
    scheduled without an offset:
    changelog/ui/1.0.0.md:2:9: error: a scheduled release needs `publish-at`
    changelog/ui/1.0.0.md:3:14: error: `publish-at`: `2026-11-20T09:00:00` is not a date-time with an offset, such as 2026-11-20T09:00:00Z
    applies-to:
    changelog/ui/1.0.0.md:3:14: error: `applies-to`: `new-acounts` is not one of all, new-accounts, existing-accounts, opt-in
      did you mean `new-accounts`?
    kind and change of a deprecation:
    changelog/ui/1.0.0.md:5:8: error: `kind`: `exprt` is not one of export, member, enum-member, component-prop, string-template, module, function, method, type, trait, field, variant, constant, macro, action, event, payload-field, notification, component-name, state-path, theme-token, config-key, css-class, npm-dependency, rest-endpoint
      did you mean `export`?
    changelog/ui/1.0.0.md:6:10: error: `change`: `removd` is not one of deprecated, removed, moved, changed
      did you mean `removed`?
    ");
}

#[test]
fn tables_that_lack_something() {
    insta::assert_snapshot!(told_of_releases(&[
        ("an entry that is not there", "+++\n[entry.logut]\nnote = \"x\"\n+++\n\n## Added\n\n- A. {#logout}\n"),
        ("a setting of no entry", "+++\n[[setting]]\nid = \"x\"\n+++\n"),
        ("a setting of an entry that is not there", "+++\n[[setting]]\nentry = \"a\"\nid = \"x\"\n+++\n"),
        ("a setting without its id", "+++\n[[setting]]\nentry = \"a\"\n+++\n\n## Added\n\n- A. {#a}\n"),
        (
            "ids, pointers and values of settings",
            "+++\n[[setting]]\nentry = \"a\"\nid = \"Not An Id\"\npointer = \"a/b\"\nold-json = \"{\"\nnew = 1\nnew-json = \
             \"2\"\nautomatic = \"yes\"\nexcluded = [{ why = \"x\" }]\n+++\n\n## Added\n\n- A. {#a}\n",
        ),
        (
            "values that JSON cannot hold",
            "+++\n[[setting]]\nentry = \"a\"\nid = \"x\"\nold = nan\nnew = 9223372036854775808\n+++\n\n## Added\n\n- A. {#a}\n",
        ),
        (
            "a deprecation of nothing",
            "+++\n[[deprecation]]\nentry = \"a\"\npackage = \"flex\"\ndeclared-since = \"soon\"\nremoved = \"after 2.0.0, by \
             1.0.0\"\nremoval = \"3\"\n+++\n\n## Added\n\n- A. {#a}\n",
        ),
        ("a correction without the former text", "+++\n[[correction]]\nentry = \"a\"\n+++\n\n## Added\n\n- A. {#a}\n"),
        (
            "ranges",
            "+++\n[entry.a]\nrequires = { backnd = \">=2019-01-01\", ui = \"newest please\", backend = \">=1.8.0\" }\n+++\n\n## \
             Added\n\n- A. {#a}\n",
        ),
        ("a range that is no string", "+++\n[entry.a]\nrequires = { ui = 2 }\n+++\n\n## Added\n\n- A. {#a}\n"),
        ("ranges that are no table", "+++\n[entry.a]\nrequires = \">=1.8.0\"\n+++\n\n## Added\n\n- A. {#a}\n"),
    ]), @r#"
    an entry that is not there:
    changelog/ui/1.0.0.md:2:8: error: no entry of this file has the id `logut`
      did you mean `logout`?
    a setting of no entry:
    changelog/ui/1.0.0.md:2:1: error: a setting needs `entry`
    a setting of an entry that is not there:
    changelog/ui/1.0.0.md:3:9: error: no entry of this file has the id `a`
    a setting without its id:
    changelog/ui/1.0.0.md:2:1: error: a setting needs `id`
    ids, pointers and values of settings:
    changelog/ui/1.0.0.md:4:6: error: `Not An Id` is not a setting id
    changelog/ui/1.0.0.md:5:11: error: `a/b` is not a JSON pointer, which starts with `/`
    changelog/ui/1.0.0.md:6:12: error: `old-json` is not JSON: EOF while parsing an object at line 1 column 1
    changelog/ui/1.0.0.md:8:12: error: `new-json` and `new` cannot both be given
    changelog/ui/1.0.0.md:9:13: error: `automatic` must be true or false, not a string
    changelog/ui/1.0.0.md:10:13: error: an exclusion needs `who`
    values that JSON cannot hold:
    changelog/ui/1.0.0.md:5:7: error: nan is not a number that JSON can hold
    changelog/ui/1.0.0.md:6:7: error: 9223372036854775808 does not fit 64 bits
    a deprecation of nothing:
    changelog/ui/1.0.0.md:2:1: error: a deprecation needs `symbol`
    changelog/ui/1.0.0.md:2:1: error: a deprecation needs `kind`
    changelog/ui/1.0.0.md:2:1: error: a deprecation needs `change`
    changelog/ui/1.0.0.md:4:11: error: `flex` is neither npm:NAME nor crate:NAME
    changelog/ui/1.0.0.md:5:18: error: `declared-since`: `soon` is neither a version nor a date
    changelog/ui/1.0.0.md:6:11: error: `removed`: `after 2.0.0, by 1.0.0` is in reverse order
    changelog/ui/1.0.0.md:7:11: error: `removal`: `3` is neither a version nor a date
    a correction without the former text:
    changelog/ui/1.0.0.md:2:1: error: a correction needs `former`
    ranges:
    changelog/ui/1.0.0.md:3:23: error: `requires`: there is no stream `backnd`
      did you mean `backend`?
    changelog/ui/1.0.0.md:3:44: error: `requires`: `newest please` is not a version range; ranges are written like >=1.8.0, ~2.3 or 2.x
    changelog/ui/1.0.0.md:3:71: error: `requires`: `>=1.8.0` is not a range of dates; ranges are written like >=2019-06-27
    a range that is no string:
    changelog/ui/1.0.0.md:3:19: error: `ui` must be a string, not an integer
    ranges that are no table:
    changelog/ui/1.0.0.md:3:12: error: `requires` must be a table such as { ui = ">=1.8.0" }, not a string
    "#);
}

#[test]
fn bodies() {
    insta::assert_snapshot!(told_of_releases(&[
        ("one id twice", "## Added\n\n- A. {#a}\n- B. {#a}\n"),
        ("no id", "## Added\n\n- A.\n- A.\n"),
        ("an id that is none", "## Added\n\n- A. {#Not_An_Id}\n"),
        ("an empty section", "## Added\n\n## Fixed\n\n- A. {#a}\n"),
        ("text between bullets", "## Added\n\n- A. {#a}\n\nBetween.\n\n- B. {#b}\n"),
        ("an unknown heading", "## Miscellaneous\n\n- A.\n"),
    ]), @r"
    one id twice:
    changelog/ui/1.0.0.md:4:1: error: two entries of this file have the id `a`
    no id:
    changelog/ui/1.0.0.md:3:1: note: this entry has no id; it is read as `ui-1.0.0-a`
      write {#ui-1.0.0-a} at the end of its first paragraph to keep it for ever
    changelog/ui/1.0.0.md:4:1: note: this entry has no id; it is read as `ui-1.0.0-a-2`
      write {#ui-1.0.0-a-2} at the end of its first paragraph to keep it for ever
    an id that is none:
    changelog/ui/1.0.0.md:3:1: error: `Not_An_Id` is not an entry id
      ids are lower-case letters, digits, `-` and `.`, at most 80 characters
    an empty section:
    changelog/ui/1.0.0.md:1:1: warning: nothing stands below `Added`
    text between bullets:
    changelog/ui/1.0.0.md:5:1: warning: this fits nowhere below `Added`; it is kept as it is
    an unknown heading:
    changelog/ui/1.0.0.md:1:1: warning: this fits nowhere below `Miscellaneous`; it is kept as it is
    ");
}

#[test]
fn commits_have_whole_hashes() {
    insta::assert_snapshot!(told(&[
        ("a commit that is none", &[(
            "ui/1.0.0.md",
            "+++\n[entry.a]\ncommit = \"0123abc\"\n+++\n\n## Added\n\n- A. {#a}\n",
        )]),
        ("dealt with", &[(
            "commits.toml",
            "[[commit]]\nid = \"0123456789ABCDEF0123456789abcdef01234567\"\nwhy = \"deleted\"\n\n[[commit]]\nid = \
             \"0123456789abcdef0123456789abcdef01234567\"\nwhy = \"lost\"\nentrie = \"a\"\n\n[[commit]]\nwhy = \"reverted\"\n",
        )]),
    ]), @r"
    a commit that is none:
    changelog/ui/1.0.0.md:3:10: error: `commit`: `0123abc` is not the hash of a commit
      git rev-parse gives the whole one, in lower-case hexadecimal
    dealt with:
    changelog/commits.toml:2:6: error: `id`: `0123456789ABCDEF0123456789abcdef01234567` is not the hash of a commit
      git rev-parse gives the whole one, in lower-case hexadecimal
    changelog/commits.toml:7:7: error: `why`: `lost` is not one of deleted, reverted
    changelog/commits.toml:8:1: warning: a commit has no key `entrie`; it is not kept
      did you mean `entry`?
    changelog/commits.toml:10:1: error: a commit needs `id`
    ");
}

#[test]
fn ids_and_links_across_files() {
    insta::assert_snapshot!(told(&[
        ("one id in two files", &[
            ("ui/1.0.0.md", "## Added\n\n- A. {#a}\n"),
            ("backend/2020-01-01.md", "## Added\n\n- B. {#b}\n- A again. {#a}\n"),
        ]),
        ("links to nothing", &[
            (
                "ui/1.0.0.md",
                "+++\nincludes = [\"logut\"]\n\n[entry.logout]\nfixed-in = \"ui/1.0.9\"\nfeature = \"citrx\"\nrelated = \
                 [\"logout\", \"other\"]\nreverts = \"gone\"\n\n[[correction]]\nentry = \"logout\"\nformer = \"x\"\nannounced-in = \
                 \"backend/2020-01-01\"\n+++\n\n## Known issues\n\n- A. {#logout}\n",
            ),
            (
                "features.toml",
                "[[feature]]\nid = \"citrix\"\nname = \"Citrix\"\n\n[[feature.event]]\nstage = \"ga\"\nin = \"ui/9.0.0\"\nentry = \
                 \"logot\"\n\n[[toggle]]\nflag = \"x\"\nfeature = \"citri\"\n",
            ),
        ]),
    ]), @r"
    one id in two files:
    changelog/backend/2020-01-01.md:4:12: error: the id `a` is already taken by an entry of ui/1.0.0.md
      ids are unique in the whole platform; give the newer entry another
    links to nothing:
    changelog/features.toml:7:6: warning: `in`: there is no release `ui/9.0.0`
      did you mean `ui/1.0.0`?
    changelog/features.toml:8:9: warning: `entry`: no entry has the id `logot`
      did you mean `logout`?
    changelog/features.toml:12:11: warning: there is no feature `citri`
      did you mean `citrix`?
    changelog/ui/1.0.0.md:2:13: warning: `includes`: no entry has the id `logut`
      did you mean `logout`?
    changelog/ui/1.0.0.md:5:12: warning: `fixed-in`: there is no release `ui/1.0.9`
      did you mean `ui/1.0.0`?
    changelog/ui/1.0.0.md:6:11: warning: `feature`: there is no feature `citrx`
      did you mean `citrix`?
    changelog/ui/1.0.0.md:7:22: warning: `related`: no entry has the id `other`
    changelog/ui/1.0.0.md:8:11: warning: `reverts`: no entry has the id `gone`
    changelog/ui/1.0.0.md:13:16: warning: `announced-in`: there is no release `backend/2020-01-01`
    ");
}

#[test]
fn names_of_files_and_folders() {
    insta::assert_snapshot!(told(&[
        ("an unknown stream", &[("backnd/2020-01-01.md", ""), ("zzz/1.0.0.md", "")]),
        ("names that the scheme does not know", &[
            ("ui/2020-01-01.md", ""),
            ("ui/1.0.md", ""),
            ("backend/1.0.0.md", ""),
            ("backend/2023-02-30.md", ""),
        ]),
        // Two releases of one version: the only other spellings of a version are refused as file names.
        ("other spellings of a version", &[
            ("ui/1.0.0.md", ""),
            ("ui/01.0.0.md", ""),
            ("ui/v1.0.0.md", ""),
            ("backend/2020-01-01.md", ""),
            ("backend/2020-01-01.1.md", ""),
            ("backend/2020-01-01.02.md", ""),
        ]),
        ("what fits nowhere", &[("notes.txt", ""), ("ui/notes.txt", ""), ("ui/unreleased/a/b.md", ""), ("ui/old/1.0.0.md", "")]),
    ]), @r#"
    an unknown stream:
    changelog/backnd: error: `backnd` is not a stream of streams.toml; its files are not read
      did you mean `backend`?
    changelog/zzz: error: `zzz` is not a stream of streams.toml; its files are not read
      add a [[stream]] with id = "zzz" to streams.toml
    names that the scheme does not know:
    changelog/backend/1.0.0.md: error: `1.0.0` is not a date version; versions are written YYYY-MM-DD, or YYYY-MM-DD.2 for a second release of that day
      files of the stream `backend` are named after its date versions
    changelog/backend/2023-02-30.md: error: 2023-02-30 does not exist in the calendar
      files of the stream `backend` are named after its date versions
    changelog/ui/1.0.md: error: `1.0` is not a semantic version; versions are written like 2.14.0 or 2.0.0-beta.1
      files of the stream `ui` are named after its semver versions
    changelog/ui/2020-01-01.md: error: `2020-01-01` is not a semantic version; versions are written like 2.14.0 or 2.0.0-beta.1
      files of the stream `ui` are named after its semver versions
    other spellings of a version:
    changelog/backend/2020-01-01.02.md: error: `2020-01-01.02` is not a date version; versions are written YYYY-MM-DD, or YYYY-MM-DD.2 for a second release of that day
      files of the stream `backend` are named after its date versions
    changelog/backend/2020-01-01.1.md: error: `2020-01-01.1` is not a date version; versions are written YYYY-MM-DD, or YYYY-MM-DD.2 for a second release of that day
      files of the stream `backend` are named after its date versions
    changelog/ui/01.0.0.md: error: `01.0.0` is not a semantic version; versions are written like 2.14.0 or 2.0.0-beta.1
      files of the stream `ui` are named after its semver versions
    changelog/ui/v1.0.0.md: error: `v1.0.0` is not a semantic version; versions are written like 2.14.0 or 2.0.0-beta.1
      files of the stream `ui` are named after its semver versions
    what fits nowhere:
    changelog/notes.txt: warning: this fits nowhere in a changelog folder; it is not read
    changelog/ui/notes.txt: warning: this fits nowhere in a stream's folder; it is not read
      releases are files named VERSION.md
    changelog/ui/old/1.0.0.md: warning: this fits nowhere in a changelog folder; it is not read
    changelog/ui/unreleased/a/b.md: warning: this fits nowhere in a changelog folder; it is not read
    "#);
}

#[test]
fn files_of_the_whole_platform() {
    insta::assert_snapshot!(told(&[
        ("a newer format", &[("streams.toml", "format = 2\nplatform = \"flex\"\n")]),
        ("no such format", &[("streams.toml", "format = 0\nplatform = \"flex\"\n")]),
        ("no format", &[("streams.toml", "platform = \"flex\"\n")]),
        ("no platform", &[("streams.toml", "format = 1\n")]),
        ("platforms and streams without sense", &[(
            "streams.toml",
            "format = 1\nplatform = \"Flex!\"\n\n[[stream]]\nid = \"ui\"\nscheme = \"semvr\"\n\n[[stream]]\nid = \"A B\"\nscheme = \
             \"date\"\n\n[[stream]]\nscheme = \"date\"\n\n[[stream]]\nid = \"b\"\nscheme = \"date\"\ncovers-from = \"May\"\npackage = \
             \"pip:x\"\n\n[[stream]]\nid = \"b\"\nscheme = \"date\"\n",
        )]),
        ("features", &[(
            "features.toml",
            "[[feature]]\nid = \"a\"\nname = \"A\"\nstream = \"backnd\"\n\n[[feature.event]]\nnote = \"x\"\n\n[[feature]]\nid = \
             \"a\"\nname = \"B\"\n\n[[feature]]\nname = \"C\"\n\n[[toggle]]\nname = \"x\"\n\n[[toggle]]\nflag = \"x\"\ngone = \"after \
             1.0.0\"\n\n[[toggle]]\nflag = \"x\"\n",
        )]),
        ("ends of life", &[(
            "lifecycle.toml",
            "[[end-of-life]]\nstream = \"uii\"\nline = \"2.14\"\n\n[[end-of-life]]\nstream = \"ui\"\nline = \"2.14.x\"\n\n\
             [[end-of-life]]\nline = \"1\"\n\n[[end-of-life]]\nstream = \"ui\"\nline = \"1\"\ndate = 2023-02-30\n\n[[end-of-life]]\n\
             stream = \"ui\"\nline = \"1\"\n",
        )]),
    ]), @r"
    a newer format:
    changelog/streams.toml:1:10: error: this changelog is written in format 2; this forewarn reads formats up to 1
      use a forewarn that knows format 2
    no such format:
    changelog/streams.toml:1:10: error: there is no format 0
    no format:
    changelog/streams.toml:1:1: warning: the format's version is missing; it is read as the newest
      write `format = 1` in the first line
    no platform:
    changelog/streams.toml:1:1: error: streams.toml needs `platform`
    platforms and streams without sense:
    changelog/streams.toml:2:12: error: `Flex!` is not an id
    changelog/streams.toml:6:10: error: `scheme`: `semvr` is not one of semver, date
      did you mean `semver`?
    changelog/streams.toml:9:6: error: `A B` is not a stream id
    changelog/streams.toml:12:1: error: a stream needs `id`
    changelog/streams.toml:18:15: error: `covers-from`: `May` is not a date; dates are written YYYY-MM-DD
    changelog/streams.toml:19:11: error: `pip:x` is neither npm:NAME nor crate:NAME
    changelog/streams.toml:22:6: error: two streams have the id `b`
    features:
    changelog/features.toml:4:10: error: there is no stream `backnd`
      did you mean `backend`?
    changelog/features.toml:6:1: error: a feature's event needs a stage, a phase or a label
    changelog/features.toml:10:6: error: two features have the id `a`
    changelog/features.toml:13:1: error: a feature needs `id`
    changelog/features.toml:16:1: error: a toggle needs `flag`
    changelog/features.toml:21:8: error: `gone`: `after 1.0.0` is neither a version nor `after A, by B`
    changelog/features.toml:24:8: error: two toggles have the flag `x`
    ends of life:
    changelog/lifecycle.toml:2:10: error: there is no stream `uii`
      did you mean `ui`?
    changelog/lifecycle.toml:7:8: error: `2.14.x` is neither a minor such as 2.14 nor a major such as 1
    changelog/lifecycle.toml:9:1: error: an end-of-life date needs `stream`
    changelog/lifecycle.toml:15:8: error: 2023-02-30 does not exist in the calendar
    changelog/lifecycle.toml:19:8: error: line 1 of ui has two ends
    ");
}

#[test]
fn what_is_no_text_file() {
    let wrong = b"+++\ntitle = \"\xff\"\n+++\n";
    let found = BTreeMap::from([
        ("streams.toml".to_owned(), Found::File(STREAMS.into())),
        ("features.toml".to_owned(), Found::Folder),
        (
            "lifecycle.toml".to_owned(),
            Found::Unreadable("permission denied".to_owned()),
        ),
        ("ui".to_owned(), Found::Folder),
        ("ui/1.0.0.md".to_owned(), Found::File(wrong.to_vec())),
        ("ui/2.0.0.md".to_owned(), Found::Folder),
        ("ui/unreleased".to_owned(), Found::Folder),
        ("ui/unreleased/a.md".to_owned(), Found::Folder),
    ]);
    let mut told = String::new();
    for problem in folder::read("changelog/", &found).1 {
        writeln!(told, "{problem}").unwrap();
    }
    for nothing in [
        BTreeMap::new(),
        BTreeMap::from([("streams.toml".to_owned(), Found::Folder)]),
    ] {
        let (changelog, problems) = folder::read("", &nothing);
        assert_eq!(changelog, Changelog::new(""));
        for problem in problems {
            writeln!(told, "{problem}").unwrap();
        }
    }
    insta::assert_snapshot!(told, @r"
    changelog/features.toml: error: this is a folder; a file was expected
    changelog/lifecycle.toml: error: cannot be read: permission denied
    changelog/ui/1.0.0.md:2:10: error: this byte is not UTF-8
      save the file as UTF-8
    changelog/ui/2.0.0.md: error: this is a folder; a file was expected
    changelog/ui/unreleased/a.md: warning: this fits nowhere in a stream's folder; it is not read
      releases are files named VERSION.md
    streams.toml: error: there is no streams.toml, so this is not a changelog folder
      `forewarn init` writes one
    streams.toml: error: this is a folder; a file was expected
    ");
}

#[test]
fn windows_line_ends_and_a_byte_order_mark_are_read() {
    let text = "+++\ndate = 2023-01-01\ntitle = \"T\"\n+++\n\nAbout.\n\n## Added\n\n- **Breaking:** A,\n  in lines. {#a}\n\n  More.\n";
    let windows = format!("\u{feff}{}", text.replace('\n', "\r\n"));
    let streams = format!("\u{feff}{}", STREAMS.replace('\n', "\r\n"));
    let (expected, problems) = read(&[("ui/1.0.0.md", text.as_bytes())]);
    assert_eq!(problems, []);
    let (found, problems) = read(&[
        ("streams.toml", streams.as_bytes()),
        ("ui/1.0.0.md", windows.as_bytes()),
    ]);
    assert_eq!(problems, []);
    assert_eq!(found, expected);
}

#[test]
fn hostile_names_and_values_reach_no_terminal() {
    let (_, problems) = read(&[
        ("ui/1.0.0\u{1b}[2J.md", b""),
        (
            "ui/1.0.0.md",
            "+++\nstage = \"\\u001B[2J\u{202e}\"\n\"\\u001B[31m\" = 1\n+++\n".as_bytes(),
        ),
    ]);
    let told: Vec<String> = problems.iter().map(ToString::to_string).collect();
    assert_eq!(told.len(), 3);
    for text in told {
        assert!(!text.contains(['\u{1b}', '\u{202e}']), "{text:?}");
    }
}
