//! The gate of a change: it comes with a fragment, or with a reason why not.

use serde_json::Value;

use crate::run::{Ran, World};

const STREAMS: &str =
    "format = 1\nplatform = \"acme\"\n\n[[stream]]\nid = \"app\"\nscheme = \"semver\"\n";

/// A repository whose main branch is `main`, on a branch of its own.
pub(super) fn branch() -> World {
    let world = World::with_git();
    world.write(
        "forewarn.toml",
        "schema = 1\n[fragment]\nignore = [\"docs/**\", \"*.lock\"]\n",
    );
    world.write(".gitignore", ".forewarn/\n");
    world.write("changelog/streams.toml", STREAMS);
    world.write(
        "changelog/app/1.0.0.md",
        "## Added\n\n- Calls can be put on hold. {#hold}\n",
    );
    world.write(
        "changelog/app/unreleased/old.md",
        "## Fixed\n\n- The timer stops. {#old}\n",
    );
    world.write("src/main.rs", "fn main() {}\n");
    world.git(&["add", "."]);
    world.commit("chore: begin");
    world.git(&["checkout", "-q", "-b", "feature/Queue-filter"]);
    world
}

fn check(world: &World, more: &[&str]) -> Ran {
    world.run(&[&["check", "--fragment"], more].concat())
}

fn verdict(world: &World) -> (String, i32) {
    let ran = check(world, &["--format", "json"]);
    assert!(ran.code < 2, "{}", ran.stderr);
    let told: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(told["passed"].as_bool().unwrap(), ran.code == 0);
    (told["verdict"].as_str().unwrap().to_owned(), ran.code)
}

fn is(world: &World, word: &str, code: i32) {
    assert_eq!(verdict(world), (word.to_owned(), code));
}

#[test]
fn a_change_brings_a_fragment() {
    let world = branch();
    is(&world, "nothing", 0);
    // Files that git does not know yet are a part of the change.
    world.write("docs/page.md", "x");
    world.write("app.lock", "x");
    is(&world, "ignored", 0);
    world.write("src/queue.rs", "fn queue() {}\n");
    is(&world, "missing", 1);
    let ran = check(&world, &[]);
    insta::assert_snapshot!("missing_text", ran.stdout);
    let github = check(&world, &["--format", "github"]);
    assert!(
        github
            .stdout
            .starts_with("::error title=forewarn check --fragment::"),
        "{}",
        github.stdout
    );

    // The next step is a command that mends it.
    let step = ran
        .stdout
        .lines()
        .find_map(|line| line.trim().strip_prefix("next: forewarn "));
    let (words, text) = step.unwrap().split_once(" --text ").unwrap();
    let mut args: Vec<&str> = words.split(' ').collect();
    args.extend(["--text", text.trim_matches('"')]);
    let ran = world.run(&args);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(
        world
            .read("changelog/app/unreleased/feature-queue-filter.md")
            .contains("What readers")
    );
    is(&world, "told", 0);
    world.git(&["add", "."]);
    world.commit("feat: filters");
    is(&world, "told", 0);
    let ran = check(&world, &[]);
    insta::assert_snapshot!("told_text", ran.stdout);
}

#[test]
fn an_old_fragment_is_none_of_this_change() {
    let world = branch();
    world.write("src/main.rs", "fn main() { }\n");
    is(&world, "missing", 1);
    // Nor is a correction of a release, nor the removal of a fragment.
    world.write(
        "changelog/app/1.0.0.md",
        "## Added\n\n- Calls can be put on hold again. {#hold}\n",
    );
    is(&world, "missing", 1);
    world.git(&["rm", "-q", "changelog/app/unreleased/old.md"]);
    is(&world, "missing", 1);
    // A release that comes with the change tells of it, and so does one that is being written.
    world.write(
        "changelog/app/1.1.0.md",
        "## Fixed\n\n- The timer stops. {#old}\n",
    );
    is(&world, "told", 0);
    world.write(
        "changelog/app/1.1.0.md",
        "+++\nstate = \"draft\"\n+++\n\n## Fixed\n\n- The timer stops. {#old}\n",
    );
    is(&world, "told", 0);
}

#[test]
fn a_commit_may_say_that_there_is_nothing_to_tell() {
    let world = branch();
    world.write("src/main.rs", "fn main() { }\n");
    world.git(&["add", "."]);
    world.commit("refactor: blanks\n\nChangelog: none\n");
    is(&world, "waived", 0);
    assert!(
        check(&world, &[])
            .stdout
            .contains("says that there is nothing to tell")
    );
}

/// Fragments with each fault.
pub(super) fn faults(world: &World) {
    world.write("changelog/app/unreleased/empty.md", "Only words.\n");
    world.write(
        "changelog/app/unreleased/bad.md",
        "+++\nnot toml\n+++\n\n## Added\n\n- One. {#one}\n",
    );
    world.write(
        "changelog/app/unreleased/twice.md",
        "## Fixed\n\n- Fine. {#fine}\n\n- The timer, stops! {#again}\n",
    );
    world.write(
        "changelog/app/unreleased/mute.md",
        "## Fixed\n\n- ... {#mute}\n",
    );
    world.write(
        "changelog/app/unreleased/Bad Name.md",
        "## Fixed\n\n- Two. {#two}\n",
    );
    world.write(
        "changelog/app/unreleased/crlf.md",
        "## Fixed\r\n\r\n- Three. {#three}\r\n- Fine. {#four}\r\n",
    );
}

#[test]
fn what_is_wrong_with_a_fragment_is_told_where_it_stands() {
    let world = branch();
    faults(&world);
    world.write("src/main.rs", "fn main() { }\n");
    let ran = check(&world, &[]);
    assert_eq!(ran.code, 1);
    let github = check(&world, &["--format", "github"]);
    insta::assert_snapshot!("faults", format!("{}\n{}", ran.stdout, github.stdout));
}

#[test]
fn a_change_is_held_against_where_it_began() {
    let world = branch();
    world.write("src/main.rs", "fn main() { }\n");
    world.write(
        "changelog/app/unreleased/new.md",
        "## Fixed\n\n- New. {#new}\n",
    );
    world.git(&["add", "."]);
    world.commit("fix: new");
    // What main got since then is none of this change.
    world.git(&["checkout", "-q", "main"]);
    world.write("src/other.rs", "fn other() {}\n");
    world.git(&["add", "."]);
    world.commit("feat: other");
    world.git(&["checkout", "-q", "feature/Queue-filter"]);
    is(&world, "told", 0);
    let json = check(&world, &["--since", "main", "--format", "json"]);
    assert!(!json.stdout.contains("other.rs"), "{}", json.stdout);
    let ran = check(&world, &["--since", "HEAD", "--format", "json"]);
    assert!(ran.stdout.contains("\"nothing\""), "{}", ran.stdout);
    // A workspace in a folder of its own is concerned with what is below it.
    world.write("other/forewarn.toml", "schema = 1\n");
    world.write("other/changelog/streams.toml", STREAMS);
    let mut command = world.command();
    let output = command.current_dir(world.work().join("other"));
    let output = output
        .args(["check", "--fragment", "--since", "main"])
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(
        said.contains("touches nothing that needs a fragment"),
        "{said}"
    );
}

#[test]
fn what_cannot_be_checked_says_what_can() {
    let world = branch();
    let elsewhere = World::with_git();
    let bare = World::new();
    bare.write("forewarn.toml", "schema = 1\n");
    bare.write("changelog/streams.toml", STREAMS);
    let lonely = World::with_git();
    lonely.git(&["checkout", "-q", "-b", "only"]);
    lonely.write("forewarn.toml", "schema = 1\n");
    lonely.write("changelog/streams.toml", STREAMS);
    lonely.commit("chore: begin");
    let mut told = String::new();
    for (world, more) in [
        (&world, &["--since", "nowhere"][..]),
        (&world, &["--since", "-x"]),
        (&world, &["--version", "1.0.0"]),
        (&elsewhere, &[]),
        (&bare, &[]),
        (&lonely, &[]),
    ] {
        let ran = check(world, more);
        assert_eq!(ran.code, 2, "{more:?}");
        told.push_str(&ran.stderr);
    }
    world.write(
        "forewarn.toml",
        "schema = 1\n[fragment]\nignore = [\"a{\"]\n",
    );
    told.push_str(&check(&world, &[]).stderr);
    told.push_str(&world.run(&["check", "--since", "main"]).stderr);
    insta::assert_snapshot!(told);
}
