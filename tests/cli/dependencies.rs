//! A made-up plugin whose dependencies do not go together with the version that it moves to.

use crate::run::World;

const MANIFEST: &str = r#"{
  "name": "plugin-made-up",
  "version": "0.0.0",
  "dependencies": {
    "react": "16.5.2",
    "react-dom": "^16.5.2 || ^17",
    "redux": "^3.7.2",
    "react-redux": "8.0.1",
    "flex-plugin": "^3",
    "left-pad": "^1.0.0",
    "local": "file:../local"
  },
  "devDependencies": {
    "@twilio/flex-ui": "^1",
    "react-test-renderer": "16.5.2"
  },
  "engines": { "node": "^16" }
}
"#;

const STYLES: &str = "import styled, { css } from 'react-emotion';
import React from 'react';
import { thing } from './react-emotion';
export { keyframes } from \"emotion\";
const chat = require('twilio-chat/lib/client');
const lazy = () => import('left-pad');
export const Box = styled('div')`color: ${React.version}${css}${thing}${chat}${lazy}`;
";

fn found(world: &World, args: &[&str]) -> Vec<String> {
    let package = ["--package", "npm:@twilio/flex-ui"];
    let mut line = vec!["scan", "plugin/src"];
    line.extend(package);
    line.extend(["--format", "json", "--fail-on", "never"]);
    line.extend(args);
    let ran = world.run(&line);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let answer: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    let findings = answer["plugins"][0]["findings"].as_array().unwrap().clone();
    findings
        .iter()
        .filter(|one| one["rule"] == "dependency-range")
        .map(|one| {
            let text = |key: &str| one[key].as_str().unwrap().to_owned();
            format!(
                "{}:{}:{} {} new={}: {}",
                text("file"),
                one["start"]["line"],
                one["start"]["column"],
                text("status"),
                one["new"],
                text("message")
            )
        })
        .collect()
}

fn world() -> World {
    let world = World::new();
    world.write("plugin/package.json", MANIFEST);
    world.write("plugin/src/styles.js", STYLES);
    world
}

#[test]
fn a_plugin_that_moves_up_learns_what_does_not_go_together() {
    let found = found(&world(), &["--from", "1.34.6", "--to", "2.17.1"]);
    insta::assert_snapshot!(found.join("\n"));
}

#[test]
fn a_plugin_that_stays_is_told_nothing() {
    let found = found(&world(), &["--from", "1.34.6", "--to", "1.34.6"]);
    assert_eq!(found, Vec::<String>::new());
}
