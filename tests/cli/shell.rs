//! Completions, manual pages, and the help of every command.

use std::io::Write as _;
use std::process::{Command, Stdio};

use crate::run::World;

/// Every command that users see, as the help lists them.
fn commands(world: &World) -> Vec<String> {
    let help = world.run(&["--help"]).stdout;
    let listed: Vec<String> = help
        .lines()
        .skip_while(|line| *line != "Commands:")
        .skip(1)
        .take_while(|line| !line.is_empty())
        // Deeper lines go on with the one before.
        .filter(|line| !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next().map(str::to_owned))
        .collect();
    assert!(listed.len() > 10, "{listed:?}");
    listed
}

const SHELLS: &[&str] = &["bash", "zsh", "fish", "powershell", "elvish"];

/// One snapshot for each command, so that a new one adds a file and changes no other.
#[test]
fn the_help_of_every_command_is_as_it_was_read() {
    let world = World::new();
    let mut all = commands(&world);
    all.push(String::new());
    for command in all {
        let mut args: Vec<&str> = command.split_whitespace().collect();
        args.push("--help");
        let output = world
            .command()
            .env("COLUMNS", "100")
            .args(&args)
            .output()
            .unwrap();
        assert!(output.status.success(), "{command}");
        let help = String::from_utf8(output.stdout).unwrap();
        let name = if command.is_empty() {
            "forewarn"
        } else {
            &command
        };
        insta::assert_snapshot!(format!("help_{name}"), help);
    }
}

#[test]
fn completions_name_every_command_and_no_hidden_one() {
    let world = World::new();
    for shell in SHELLS {
        let ran = world.run(&["completions", shell]);
        assert_eq!((ran.code, ran.stderr.as_str()), (0, ""), "{shell}");
        for command in &commands(&world) {
            assert!(ran.stdout.contains(command.as_str()), "{shell}: {command}");
        }
        let hidden = [
            "forewarn__subcmd__dev",
            "forewarn__dev",
            "(dev)",
            "forewarn;dev",
            "-a \"dev\"",
        ];
        assert!(
            hidden.iter().all(|name| !ran.stdout.contains(name)),
            "{shell}"
        );
    }
}

#[test]
#[expect(
    clippy::disallowed_methods,
    reason = "a test asks the shells whether they can read what was made for them"
)]
fn completions_are_scripts_that_shells_read() {
    let world = World::new();
    let mut is_any = false;
    for (shell, args) in [
        ("bash", &["-n"][..]),
        ("zsh", &["-n"]),
        ("fish", &["--no-execute"]),
    ] {
        let Ok(mut child) = Command::new(shell)
            .args(args)
            .stdin(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
        else {
            continue;
        };
        let script = world.run(&["completions", shell]).stdout;
        child
            .stdin
            .take()
            .unwrap()
            .write_all(script.as_bytes())
            .unwrap();
        let output = child.wait_with_output().unwrap();
        assert!(
            output.status.success(),
            "{shell}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        is_any = true;
    }
    assert!(is_any || !std::path::Path::new("/bin/bash").exists());
}

#[test]
fn manual_pages_are_one_or_one_for_each_command() {
    let world = World::new();
    let page = world.run(&["man"]).stdout;
    assert!(page.contains(".TH forewarn 1"), "{page}");
    let ran = world.run(&["man", "pages/man1"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let names: Vec<String> = world
        .listing()
        .into_iter()
        .filter_map(|(name, _)| name.strip_prefix("desk/pages/man1/").map(str::to_owned))
        .collect();
    for command in &commands(&world) {
        assert!(
            names.contains(&format!("forewarn-{command}.1")),
            "{command}: {names:?}"
        );
    }
    assert!(names.contains(&"forewarn.1".to_owned()));
    assert!(!names.iter().any(|name| name.contains("dev")), "{names:?}");
    // A second run replaces them.
    assert_eq!(world.run(&["man", "pages/man1"]).code, 0);
}
