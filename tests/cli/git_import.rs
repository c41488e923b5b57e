//! Drafts of commits: made once, never touched again, every commit accounted for.

use std::fmt::Write as _;

use serde_json::Value;

use crate::run::{Ran, World};

const STREAMS: &str = "format = 1\nplatform = \"acme\"\n\n[[stream]]\nid = \"app\"\nscheme = \"semver\"\n\n[[stream]]\nid = \"backend\"\nscheme = \"date\"\n";

/// A workspace in a repository, with one release.
fn desk() -> World {
    let world = World::with_git();
    world.write("forewarn.toml", "schema = 1\n");
    world.write("changelog/streams.toml", STREAMS);
    world.write(
        "changelog/app/1.0.0.md",
        "+++\ndate = 2026-01-10\n+++\n\n## Added\n\n- Calls can be put on hold. {#hold}\n",
    );
    world.commit("chore: begin");
    world.git(&["tag", "v1.0.0"]);
    world
}

fn done(world: &World, line: &str) -> Ran {
    let args: Vec<&str> = line.split_whitespace().collect();
    let ran = world.run(&args);
    assert_eq!(ran.code, 0, "{line}: {}", ran.stderr);
    ran
}

/// The answer in JSON; every commit has one fate.
fn import(world: &World, line: &str) -> Value {
    let ran = done(world, &format!("import git {line} --format json"));
    let told: Value = serde_json::from_str(&ran.stdout).unwrap();
    let left_out = told["left_out"].as_array().unwrap().len() as u64;
    let count = |key: &str| told[key].as_u64().unwrap();
    assert_eq!(count("read"), count("made") + count("already") + left_out);
    told
}

fn reasons(told: &Value) -> Vec<(String, String)> {
    let left_out = told["left_out"].as_array().unwrap().iter();
    let pair = |one: &Value| {
        let text = |key: &str| one[key].as_str().unwrap().to_owned();
        (text("reason"), text("why"))
    };
    left_out.map(pair).collect()
}

fn drafts(told: &Value) -> Vec<&str> {
    let drafts = told["drafts"].as_array().unwrap().iter();
    drafts.map(|one| one["entry"].as_str().unwrap()).collect()
}

/// One commit of each shape.
fn shapes(world: &World) {
    for message in [
        "feat(queue): add a filter (#12)\n\nFixes #3\nCo-authored-by: B <b@acme.example>\n",
        "fix!: the order of rows\n\nBREAKING CHANGE: Rows are sorted by name.\n",
        "feat: themes (#13)\n\n* feat: themes\n\n* fix(theme): the dark one\n\n* test: both\n",
        "docs: a page",
        "Something else",
        "wip: half",
        "fixup! feat: themes",
        "feat: nobody's business\n\nChangelog: skip\n",
        "feat: <b>{#x}</b> of a \u{1b}[31mcolour\u{202e}",
        "",
    ] {
        world.commit(message);
    }
    let taken_back = world.commit("feat: a mistake");
    world.commit(&format!(
        "Revert \"feat: a mistake\"\n\nThis reverts commit {taken_back}.\n"
    ));
    world.git(&["checkout", "-q", "-b", "side", "v1.0.0"]);
    world.commit("fix: on a branch");
    world.git(&["checkout", "-q", "main"]);
    world.git(&[
        "merge",
        "-q",
        "--no-ff",
        "-m",
        "Merge branch 'side'",
        "side",
    ]);
}

/// A repository that has all there is to tell but what needs a second import; one draft was taken out, one was read.
pub(super) fn every_reason() -> World {
    let world = desk();
    for message in ["feat: released (#1)", "feat: of no interest"] {
        world.commit(message);
    }
    import(&world, "");
    done(&world, "entry delete-draft of-no-interest");
    done(&world, "release new app/1.1.0 --from-unreleased");
    for step in ["submit", "approve", "publish"] {
        done(&world, &format!("release {step} app/1.1.0"));
    }
    shapes(&world);
    world.commit("Revert \"feat: released (#1)\"\n\nReverts acme/app#1");
    world.commit("feat: later");
    world
}

/// Takes a draft of [`every_reason`] back that was imported meanwhile.
pub(super) fn taken_back(world: &World) {
    let later = world.git(&["rev-parse", "HEAD"]);
    world.commit(&format!(
        "Revert \"feat: later\"\n\nThis reverts commit {later}."
    ));
}

#[test]
fn commits_become_drafts() {
    let world = desk();
    shapes(&world);
    let tried = done(&world, "import git v1.0.0..HEAD --dry-run");
    assert!(tried.stdout.starts_with("would draft"), "{}", tried.stdout);
    let ran = done(&world, "import git v1.0.0..HEAD --stream app --verbose");
    insta::assert_snapshot!("drafts_text", ran.stdout);
    insta::assert_snapshot!(
        "drafts_fragment",
        world.read("changelog/app/unreleased/themes.md")
    );
    let entry = world.read("changelog/app/unreleased/queue-add-a-filter.md");
    assert!(entry.contains("source = [\"#12\", \"#3\"]"), "{entry}");
    let before = world.listing();
    let again = import(&world, "");
    assert_eq!(
        (again["made"].as_u64(), again["already"].as_u64()),
        (Some(0), Some(5))
    );
    let of_files = |all: Vec<(String, u64)>| -> Vec<(String, u64)> {
        let files = all.into_iter();
        files
            .filter(|(name, _)| name.contains("changelog"))
            .collect()
    };
    assert_eq!(of_files(world.listing()), of_files(before));
    let ran = done(&world, "notes --unreleased --stream app");
    assert!(!ran.stdout.contains('\u{1b}'), "{}", ran.stdout);
    assert!(ran.stdout.contains("Themes"), "{}", ran.stdout);
    assert_eq!(done(&world, "db verify").stdout.matches("sound").count(), 4);
    // Text shows the first few, and says how many there are.
    let ran = done(&world, "import git ..HEAD");
    assert!(
        ran.stdout.contains("more: --verbose lists them"),
        "{}",
        ran.stdout
    );
}

#[test]
fn the_answer_in_json() {
    let world = desk();
    shapes(&world);
    let ran = done(&world, "import git:v1.0.0.. --format json");
    insta::assert_snapshot!(ran.stdout);
}

#[test]
fn a_draft_is_made_once() {
    let world = desk();
    for message in [
        "feat: one",
        "feat: two",
        "feat: three\n\n* feat: three\n* fix: four\n",
    ] {
        world.commit(message);
    }
    assert_eq!(drafts(&import(&world, "")), ["one", "two", "three", "four"]);
    done(&world, "entry edit one --text Uno.");
    done(&world, "entry delete-draft two");
    done(&world, "entry delete-draft four");
    let settled = world.read("changelog/commits.toml");
    assert!(
        settled.contains("why = \"deleted\"\nentry = \"two\""),
        "{settled}"
    );
    assert!(
        !settled.contains("four"),
        "the commit has another entry: {settled}"
    );
    let one = world.read("changelog/app/unreleased/one.md");
    let told = import(&world, "");
    assert_eq!(told["already"], 2);
    assert_eq!(reasons(&told)[0].0, "settled");
    assert_eq!(world.read("changelog/app/unreleased/one.md"), one);

    // Released, it is still the commit's.
    done(&world, "release new app/1.1.0 --from-unreleased");
    assert!(world.read("changelog/app/1.1.0.md").contains("commit = \""));
    assert_eq!(import(&world, "")["already"], 2);

    // A clone knows the same.
    let clone = World::with_git();
    clone.git(&[
        "fetch",
        "-q",
        "--tags",
        world.work().to_str().unwrap(),
        "main",
    ]);
    clone.git(&["reset", "-q", "--hard", "FETCH_HEAD"]);
    for file in [
        "forewarn.toml",
        "changelog/streams.toml",
        "changelog/commits.toml",
        "changelog/app/1.1.0.md",
    ] {
        clone.write(file, world.read(file));
    }
    assert_eq!(import(&clone, "")["made"], 0);
    // What was taken out is brought back by taking that back, and is then there.
    done(
        &world,
        "entry new --in app/unreleased/x --kind fixed --text X",
    );
    world.commit("feat: five");
    import(&world, "");
    done(&world, "entry delete-draft five");
    done(&world, "undo");
    assert!(!world.read("changelog/commits.toml").contains("five"));
    assert_eq!(import(&world, "")["already"], 3);
}

#[test]
fn a_revert_takes_back_what_readers_know() {
    let world = desk();
    let one = world.commit("feat: one");
    let two = world.commit("feat: two (#7)");
    import(&world, "");
    done(&world, "release new app/1.1.0 --from-unreleased");
    for step in ["submit", "approve", "publish"] {
        done(&world, &format!("release {step} app/1.1.0"));
    }
    let back = world.commit(&format!(
        "Revert \"feat: one\"\n\nThis reverts commit {one}."
    ));
    world.commit("Revert \"feat: two (#7)\"\n\nReverts acme/app#7");
    let told = import(&world, "");
    assert_eq!(drafts(&told), ["revert-one", "revert-two"]);
    assert_eq!(told["drafts"][1]["reverts"], "two");
    let file = world.read("changelog/app/unreleased/revert-one.md");
    assert!(file.contains("reverts = \"one\""), "{file}");

    // Taken back in turn, before anybody read of it, nothing is to be told.
    world.commit(&format!(
        "Revert \"Revert \"feat: one\"\"\n\nThis reverts commit {back}."
    ));
    let told = import(&world, "");
    assert_eq!(told["taken_out"][0]["entry"], "revert-one");
    assert_eq!(reasons(&told)[0].0, "takes-back");
    assert!(
        world
            .read("changelog/commits.toml")
            .contains("why = \"reverted\"")
    );
    let told = import(&world, "");
    assert_eq!(
        (
            told["made"].as_u64(),
            told["taken_out"].as_array().unwrap().len()
        ),
        (Some(0), 0)
    );

    // A second revert of the same is told once.
    world.commit(&format!(
        "revert: feat: two\n\nRefs: {}",
        two.get(..9).unwrap()
    ));
    assert_eq!(reasons(&import(&world, ""))[0].0, "takes-back");
}

#[test]
fn a_draft_that_somebody_worked_on_is_not_taken_out() {
    let world = desk();
    let one = world.commit("feat: one");
    let two = world.commit("feat: two");
    import(&world, "");
    done(&world, "entry edit one --text Uno.");
    for commit in [&one, &two] {
        world.commit(&format!(
            "Revert \"feat: x\"\n\nThis reverts commit {commit}."
        ));
    }
    let told = import(&world, "");
    assert_eq!(told["taken_out"][0]["entry"], "two");
    assert_eq!(told["taken_out"].as_array().unwrap().len(), 1);
    let whys = reasons(&told);
    assert!(
        whys[1].1.contains("`forewarn entry delete-draft one`"),
        "{whys:?}"
    );
    // Brought back, it is drafted again, of the commit that did so.
    world.commit(&format!(
        "Reapply \"feat: two\"\n\nThis reverts commit {}.",
        world.git(&["rev-parse", "HEAD"])
    ));
    assert_eq!(drafts(&import(&world, "")), ["two"]);
    assert_eq!(drafts(&import(&world, "")).len(), 0);
}

#[test]
fn within_a_range_reverts_cancel_each_other() {
    let world = desk();
    let one = world.commit("feat: one");
    let back = world.commit(&format!(
        "Revert \"feat: one\"\n\nThis reverts commit {one}."
    ));
    world.commit(&format!(
        "Revert \"Revert \"feat: one\"\"\n\nThis reverts commit {back}."
    ));
    world.commit("feat: two");
    world.commit("Revert \"feat: two\"");
    let told = import(&world, "");
    assert_eq!(drafts(&told), ["one"]);
    let reasons: Vec<String> = reasons(&told)
        .into_iter()
        .map(|(reason, _)| reason)
        .collect();
    assert_eq!(
        reasons,
        ["takes-back", "taken-back", "takes-back", "taken-back"]
    );

    // A merge that is taken back takes with it what it brought.
    let world = desk();
    world.git(&["checkout", "-q", "-b", "side"]);
    world.commit("feat: on the side");
    world.git(&["checkout", "-q", "main"]);
    world.commit("feat: on main");
    world.git(&[
        "merge",
        "-q",
        "--no-ff",
        "-m",
        "Merge branch 'side'",
        "side",
    ]);
    let merge = world.git(&["rev-parse", "HEAD"]);
    world.commit(&format!("Revert \"Merge branch 'side'\"\n\nThis reverts commit {merge}, reversing\nchanges made to {merge}.\n"));
    assert_eq!(drafts(&import(&world, "")), ["on-main"]);
}

#[test]
fn types_are_as_the_configuration_says() {
    let world = desk();
    world.commit("docs: a page");
    world.commit("feat: one");
    let config = "schema = 1\n[git]\ntypes = { docs = \"note\", feat = \"none\" }\n";
    world.write("forewarn.toml", config);
    assert_eq!(drafts(&import(&world, "--dry-run")), ["a-page"]);
}

#[test]
fn what_cannot_be_imported_says_what_can() {
    let world = desk();
    world.commit("feat: one");
    let outside = World::with_git();
    outside.commit("feat: one");
    let mut told = String::new();
    let mut tell = |world: &World, line: &str| {
        let ran = world.run(&line.split(' ').collect::<Vec<_>>());
        let said = format!("{}{}", ran.stdout, ran.stderr);
        writeln!(told, "$ forewarn {line}\n{said}exit {}", ran.code).unwrap();
    };
    for line in [
        "import git HEAD..v1.0.0",
        "import git v1.0.0..v1.0.0",
        "import git nowhere..HEAD",
        "import git HEAD",
        "import git v1.0.0...HEAD",
        "import git --output=x..HEAD",
        "import git -- --output=x..HEAD",
        "import git v1.0.0..HEAD --stream none",
        "import git --stream backend",
        "import git:a..b c..d",
        "import CHANGELOG.md v1..v2",
        "import CHANGELOG.md --format json",
    ] {
        tell(&world, line);
    }
    tell(&outside, "import git ..HEAD");
    world.git(&["tag", "app-1.0.0"]);
    tell(&world, "import git");
    world.write("forewarn.toml", "schema = 1\n[git]\ntype = {}\n");
    tell(&world, "import git ..HEAD");
    let bare = World::new();
    bare.write("forewarn.toml", "schema = 1\n");
    bare.write("changelog/streams.toml", STREAMS);
    tell(&bare, "import git ..HEAD");
    insta::assert_snapshot!(told);
}
