//! What is kept between starts, in the user's data folder: where somebody was, what they read, their theme and keys.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::system::System;
use crate::tui::keys::{Command, Key};
use crate::tui::model::{Model, Screen};
use crate::tui::theme::ThemeName;

/// No file of it is longer, in bytes.
const LONGEST: u64 = 16 * 1024 * 1024;

/// So many entries are remembered as read; the oldest ids go first.
const MOST_READ: usize = 200_000;

/// The file. What it does not say, or says wrongly, is as at the first start.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct Kept {
    theme: Option<ThemeName>,
    /// By the place that the history comes from.
    places: BTreeMap<String, Left>,
}

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct Left {
    screen: Option<Screen>,
    read: BTreeSet<String>,
    folders: Vec<String>,
    from: Option<String>,
    to: Option<String>,
}

/// Keys and theme that somebody chose: `tui.toml` in the configuration folder.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Settings {
    theme: Option<ThemeName>,
    keys: BTreeMap<String, Keys>,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Keys {
    One(String),
    Many(Vec<String>),
}

fn file(system: &System) -> Option<PathBuf> {
    Some(system.data_home()?.join("forewarn").join("tui.json"))
}

/// The file of settings: `$XDG_CONFIG_HOME/forewarn/tui.toml`, else `~/.config/forewarn/tui.toml`.
pub(super) fn settings_file(system: &System) -> Option<PathBuf> {
    let home = system
        .var("XDG_CONFIG_HOME")
        .map(PathBuf::from)
        .filter(|path| path.is_absolute())
        .or_else(|| Some(PathBuf::from(system.var("HOME")?).join(".config")))?;
    Some(home.join("forewarn").join("tui.toml"))
}

fn read(system: &System) -> Kept {
    let Some(path) = file(system).filter(|path| system.is_file(path)) else {
        return Kept::default();
    };
    let bytes = system.read_regular(&path, LONGEST).unwrap_or_default();
    serde_json::from_slice(&bytes).unwrap_or_default()
}

/// Brings back where somebody was at `place`. What is wrong with the settings, in words.
pub(super) fn restore(system: &System, place: &str, model: &mut Model) -> Vec<String> {
    let mut kept = read(system);
    if let Some(theme) = kept.theme {
        model.theme = theme;
    }
    if let Some(left) = kept.places.remove(place) {
        model.screen = left.screen.unwrap_or(Screen::Changelog);
        model.read = left.read;
        model.folders = left.folders;
        model.impact.from = left.from;
        model.impact.to = left.to;
    }
    settings(system, model)
}

fn settings(system: &System, model: &mut Model) -> Vec<String> {
    let Some(path) = settings_file(system).filter(|path| system.is_file(path)) else {
        return Vec::new();
    };
    let name = path.display();
    let text = match system.read_regular(&path, LONGEST) {
        Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
        Err(error) => return vec![error.to_string()],
    };
    let settings: Settings = match toml::from_str(&text) {
        Ok(settings) => settings,
        Err(error) => return vec![format!("{name}: {}", error.message())],
    };
    if let Some(theme) = settings.theme {
        model.theme = theme;
    }
    let mut wrong = Vec::new();
    for (command, keys) in settings.keys {
        let keys = match keys {
            Keys::One(key) => vec![key],
            Keys::Many(keys) => keys,
        };
        let parsed: Option<Vec<Key>> = keys.iter().map(|key| Key::parse(key)).collect();
        match (command.parse::<Command>(), parsed) {
            (Ok(command), Some(keys)) if !keys.is_empty() => model.keymap.choose(command, keys),
            (Ok(_), _) => wrong.push(format!("{name}: `{}` names no key", keys.join(", "))),
            (Err(_), _) => wrong.push(format!("{name}: there is no command `{command}`")),
        }
    }
    wrong
}

/// Keeps where somebody is. A home that cannot be written is no failure: the next start is as the first.
pub(super) fn keep(system: &System, place: &str, model: &Model) {
    let Some(path) = file(system) else {
        return;
    };
    let mut kept = read(system);
    kept.theme = Some(model.theme);
    let surplus = model.read.len().saturating_sub(MOST_READ);
    kept.places.insert(
        place.to_owned(),
        Left {
            screen: Some(model.screen),
            read: model.read.iter().skip(surplus).cloned().collect(),
            folders: model.folders.clone(),
            from: model.impact.from.clone(),
            to: model.impact.to.clone(),
        },
    );
    let Ok(text) = serde_json::to_vec(&kept) else {
        return;
    };
    if let Some(folder) = path.parent() {
        drop(system.create_dir(folder));
    }
    drop(system.write_atomically(&path, &text));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::system::Scratch;

    fn world(settings: Option<&str>) -> (Scratch, System) {
        let outside = System::made("2026-06-15T08:00:00Z", &[], std::path::Path::new("/"));
        let folder = outside.scratch().unwrap();
        let home = folder.path().to_str().unwrap().to_owned();
        let system = System::made("2026-06-15T08:00:00Z", &[("HOME", &home)], folder.path());
        if let Some(text) = settings {
            let path = settings_file(&system).unwrap();
            system.create_dir(path.parent().unwrap()).unwrap();
            system.write_atomically(&path, text.as_bytes()).unwrap();
        }
        (folder, system)
    }

    fn model(system: &System) -> Model {
        Model::new(system.today(), system.today(), (80, 24))
    }

    #[test]
    fn what_was_left_is_there_again_for_its_place_only() {
        let (_folder, system) = world(None);
        let mut left = model(&system);
        left.screen = Screen::Versions;
        left.theme = ThemeName::Light;
        left.read.insert("one".to_owned());
        keep(&system, "here", &left);
        let mut here = model(&system);
        assert_eq!(restore(&system, "here", &mut here), Vec::<String>::new());
        assert_eq!(
            (here.screen, &here.read, here.theme),
            (left.screen, &left.read, left.theme)
        );
        let mut there = model(&system);
        restore(&system, "there", &mut there);
        assert_eq!(
            (there.screen, there.read.len(), there.theme),
            (Screen::Changelog, 0, ThemeName::Light)
        );
    }

    #[test]
    fn settings_choose_keys_and_tell_what_they_cannot() {
        let (_folder, system) = world(Some(
            "theme = \"contrast\"\n[keys]\nquit = \"ctrl-q\"\ndown = [\"n\", \"down\"]\nfly = \"f\"\nup = \"none\"\n",
        ));
        let mut chosen = model(&system);
        let wrong = restore(&system, "here", &mut chosen);
        assert_eq!(chosen.theme, ThemeName::Contrast);
        let of = |key| chosen.keymap.command(key, Screen::Changelog);
        assert_eq!(of(Key::control('q')), Some(Command::Quit));
        assert_eq!(of(Key::char('n')), Some(Command::Down));
        assert_eq!(of(Key::char('q')), None);
        let told: Vec<&str> = wrong
            .iter()
            .filter_map(|text| text.split(": ").nth(1))
            .collect();
        assert_eq!(told, ["there is no command `fly`", "`none` names no key"]);
    }
}
