//! The program on a terminal: what it asks, and what comes of the answers.

use crate::run::World;
use crate::session::Session;

const ENTER: &str = "\r";

/// An editor that does what a script says with the file, `$1`.
fn editor(world: &World, name: &str, script: &str) -> String {
    use std::os::unix::fs::PermissionsExt as _;
    world.write(&format!("../{name}"), format!("#!/bin/sh\n{script}\n"));
    let path = world.home().parent().unwrap().join(name);
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn an_entry_is_asked_for() {
    let world = crate::authoring::desk();
    let mut session = Session::start(&world, "entry new", &[]);
    session.answers("What does it tell of?", "chang\r");
    session.answers("What does it say?", "Calls ring longer.\r");
    session.answers("Does it break", "y\r");
    session.answers("What does it break", "Timeouts of 20 s.\r");
    session.answers("What do they have to do?", "Wait for 30 s.\r");
    session.answers("Where does it stand?", ENTER);
    session.answers("Of which stream?", ENTER);
    session.answers("What is its file called?", ENTER);
    insta::assert_snapshot!(session.ends(&world));
    insta::assert_snapshot!(
        "asked_for_file",
        world.read("changelog/app/unreleased/calls-ring-longer.md")
    );
}

#[test]
fn a_release_goes_its_way_by_answers() {
    let world = crate::authoring::desk();
    assert_eq!(
        world
            .run(&[
                "entry",
                "new",
                "--in",
                "app/unreleased/one",
                "--kind",
                "added",
                "--text",
                "One."
            ])
            .code,
        0
    );
    let mut session = Session::start(&world, "release new", &[]);
    session.answers("Of which stream?", ENTER);
    session.answers("Which version is it?", ENTER);
    session.answers("Does it take up the fragment?", ENTER);
    session.answers("A summary:", "Ones.\r");
    insta::assert_snapshot!("asked_release_new", session.ends(&world));
    for (step, question) in [
        ("submit", None),
        ("approve", None),
        ("schedule", Some("When")),
    ] {
        let mut session = Session::start(&world, &format!("release {step}"), &[]);
        session.answers("Which release?", ENTER);
        if let Some(question) = question {
            session.answers(question, "2030-01-01T08:00:00Z\r");
        }
        insta::assert_snapshot!(format!("asked_release_{step}"), session.ends(&world));
    }
    let mut session = Session::start(&world, "release publish", &[]);
    session.answers("Which release?", ENTER);
    session.answers("Publish app/1.1.0 now?", "y\r");
    insta::assert_snapshot!("asked_release_publish", session.ends(&world));
    let mut session = Session::start(&world, "release withdraw", &[]);
    session.answers("Which release?", "1.1.0\r");
    session.answers("Take app/1.1.0 back?", "y\r");
    session.answers("Why is it taken back?", "It does not start.\r");
    insta::assert_snapshot!("asked_release_withdraw", session.ends(&world));
}

#[test]
fn who_leaves_changes_nothing() {
    let world = crate::authoring::desk();
    let before = world.listing();
    let mut session = Session::start(&world, "entry new", &[]);
    session.answers("What does it tell of?", "\u{1b}");
    insta::assert_snapshot!(session.ends(&world));
    let of_files = |listing: Vec<(String, u64)>| -> Vec<(String, u64)> {
        let is_file = |one: &(String, u64)| one.0.contains("changelog/");
        listing.into_iter().filter(is_file).collect()
    };
    assert_eq!(of_files(world.listing()), of_files(before));
}

fn draft(world: &World) {
    for line in [
        "release new app/1.1.0",
        "entry new --in app/1.1.0 --kind added --id one --text One.",
    ] {
        let words: Vec<&str> = line.split(' ').collect();
        let ran = world.run(&words);
        assert_eq!(ran.code, 0, "{}", ran.stderr);
    }
}

#[test]
fn an_entry_is_edited_in_the_users_editor() {
    let world = crate::authoring::desk();
    draft(&world);
    let editor = editor(
        &world,
        "ed",
        "cp \"$1\" ../shown; sed -i 's/One\\./**Breaking:** Two./' \"$1\"",
    );
    let session = Session::start(&world, "entry edit one", &[("EDITOR", &editor)]);
    insta::assert_snapshot!(session.ends(&world));
    insta::assert_snapshot!("shown_in_the_editor", world.read("../shown"));
    insta::assert_snapshot!("edited_in_the_editor", world.read("changelog/app/1.1.0.md"));
}

#[test]
fn a_refused_text_is_kept_and_gone_on_with() {
    let world = crate::authoring::desk();
    draft(&world);
    let wrong = editor(
        &world,
        "wrong",
        "sed -i 's/One\\. {#one}/Two. {#two}/' \"$1\"",
    );
    let mut session = Session::start(&world, "entry edit one", &[("EDITOR", &wrong)]);
    session.answers("Edit it again?", "n\r");
    insta::assert_snapshot!("refused_text", session.ends(&world));
    assert!(world.read("changelog/app/1.1.0.md").contains("One. {#one}"));
    assert!(world.read(".forewarn/kept/one.md").contains("Two. {#two}"));

    let right = editor(&world, "right", "sed -i 's/{#two}/{#one}/' \"$1\"");
    let mut session = Session::start(&world, "entry edit one", &[("EDITOR", &right)]);
    session.answers("was kept", ENTER);
    insta::assert_snapshot!("went_on_with", session.ends(&world));
    assert!(world.read("changelog/app/1.1.0.md").contains("Two. {#one}"));
    assert!(!world.work().join(".forewarn/kept/one.md").exists());
}

/// What somebody else does while the editor is open.
fn meanwhile(text: &str) -> String {
    format!("sed -i 's/One\\./{text}/' changelog/app/1.1.0.md; sed -i 's/One\\./Mine./' \"$1\"")
}

#[test]
fn two_edits_of_one_line_are_a_choice() {
    for (choice, stands, kept) in [
        ("mine\r", "Mine. {#one}", false),
        ("theirs\r", "Theirs. {#one}", true),
    ] {
        let world = crate::authoring::desk();
        draft(&world);
        let editor = editor(&world, "ed", &meanwhile("Theirs."));
        let mut session = Session::start(&world, "entry edit one", &[("EDITOR", &editor)]);
        session.answers("Which is it to be?", choice);
        insta::assert_snapshot!(format!("collided_{}", choice.trim()), session.ends(&world));
        assert!(world.read("changelog/app/1.1.0.md").contains(stands));
        assert_eq!(world.work().join(".forewarn/kept/one.md").exists(), kept);
    }
}

#[test]
fn two_edits_are_put_together_and_looked_at() {
    let world = crate::authoring::desk();
    draft(&world);
    // The second time the editor settles what stands between the marks.
    let script = format!(
        "if [ -e ../once ]; then cp \"$1\" ../shown; printf '## Added\\n\\n- Both. {{#one}}\\n' > \"$1\"; else touch ../once; {}; fi",
        meanwhile("Theirs.")
    );
    let editor = editor(&world, "ed", &script);
    let mut session = Session::start(&world, "entry edit one", &[("EDITOR", &editor)]);
    session.answers("Which is it to be?", "both\r");
    insta::assert_snapshot!(session.ends(&world));
    insta::assert_snapshot!("shown_with_marks", world.read("../shown"));
    assert!(
        world
            .read("changelog/app/1.1.0.md")
            .contains("Both. {#one}")
    );
}

#[test]
fn a_correction_opens_the_published_text() {
    let world = crate::authoring::desk();
    let editor = editor(&world, "ed", "sed -i 's/on hold\\./on hold twice./' \"$1\"");
    let mut session = Session::start(&world, "entry correct", &[("EDITOR", &editor)]);
    session.answers("Which entry is to be corrected?", "hold\r");
    session.answers("Why is it corrected?", "It was wrong.\r");
    insta::assert_snapshot!(session.ends(&world));
    let file = world.read("changelog/app/1.0.0.md");
    assert!(file.contains("on hold twice."), "{file}");
}

#[test]
fn a_release_is_edited_in_the_users_editor() {
    let world = crate::authoring::desk();
    draft(&world);
    let editor = editor(
        &world,
        "ed",
        "sed -i 's/^state = .*/&\\nsummary = \"Ones.\"/' \"$1\"",
    );
    let mut session = Session::start(&world, "release edit", &[("EDITOR", &editor)]);
    session.answers("Which release?", ENTER);
    insta::assert_snapshot!(session.ends(&world));
    assert!(
        world
            .read("changelog/app/1.1.0.md")
            .contains("summary = \"Ones.\"")
    );
}

#[test]
fn settings_and_features_are_asked_for() {
    let world = crate::authoring::desk();
    draft(&world);
    let mut session = Session::start(&world, "setting set", &[]);
    session.answers("Which entry tells of it?", ENTER);
    session.answers("Its id:", "app.ring-time\r");
    session.answers("What does it become?", "30\r");
    insta::assert_snapshot!("asked_setting", session.ends(&world));
    let mut session = Session::start(&world, "feature new", &[]);
    session.answers("Its id:", "holding\r");
    session.answers("What do people call it?", "Holding calls\r");
    insta::assert_snapshot!("asked_feature_new", session.ends(&world));
    let mut session = Session::start(&world, "feature move", &[]);
    session.answers("Which feature?", ENTER);
    session.answers("How far is it now?", "beta\r");
    session.answers("Whom has it reached?", ENTER);
    insta::assert_snapshot!("asked_feature_move", session.ends(&world));
}

#[test]
fn what_is_moved_carried_taken_back_or_deleted_is_chosen() {
    let world = crate::authoring::desk();
    draft(&world);
    let mut session = Session::start(&world, "entry move", &[]);
    session.answers("Which entry?", ENTER);
    session.answers("Where is it to stand?", "\u{1b}");
    insta::assert_snapshot!("left_move", session.ends(&world));
    let mut session = Session::start(&world, "release rename", &[]);
    session.answers("Which release?", ENTER);
    session.answers("Which version is it?", "app/1.2.0\r");
    insta::assert_snapshot!("asked_rename", session.ends(&world));
    let mut session = Session::start(&world, "entry refer", &[]);
    session.answers("Which entry?", "hold\r");
    session.answers("Which release carries it as well?", ENTER);
    insta::assert_snapshot!("asked_refer", session.ends(&world));
    let mut session = Session::start(&world, "entry revert", &[]);
    session.answers("Which entry is taken back?", "hold\r");
    session.answers("Where does the new entry stand?", ENTER);
    insta::assert_snapshot!("asked_revert", session.ends(&world));
    let mut session = Session::start(&world, "entry delete-draft", &[]);
    session.answers("Which entry?", "one\r");
    insta::assert_snapshot!("asked_delete", session.ends(&world));
    insta::assert_snapshot!("asked_and_written", world.read("changelog/app/1.2.0.md"));
}

/// Nobody is asked where nobody looks, or where they said so.
#[test]
fn without_input_nothing_is_asked() {
    let world = crate::authoring::desk();
    for line in [
        "entry new",
        "release publish",
        "entry correct",
        "feature move",
        "setting set",
    ] {
        let session = Session::start(&world, &format!("--no-input {line}"), &[]);
        let told = session.ends(&world);
        assert!(
            told.contains("is missing") && told.contains("exit 2"),
            "{line}: {told}"
        );
    }
}
