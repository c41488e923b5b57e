//! How long it takes to look at plugins: a scan of one, cold, warm and by megabytes of source; what an upgrade does, alone
//! and to a plugin; and a fleet of five.
//!
//! `cargo bench --bench scan`. The plugins are made here, as dense in the platform's names as real ones are not: what real
//! ones take is measured by `.ci/scan_speed.py`. The history is open before anything is timed, its surfaces are not.

use std::path::{Path, PathBuf};

use divan::counter::BytesCount;
use forewarn::app::fleet::{FleetScan, scan_members};
use forewarn::app::history::{History, Whereabouts};
use forewarn::app::impact::{ImpactQuery, Member, Plugins, PluginsQuery, impact};
use forewarn::app::import::packages::{Outcome, PackageRequest, import_packages};
use forewarn::app::init::{InitRequest, init};
use forewarn::app::scan::{ScanRequest, scan};
use forewarn::cancel::Silent;
use forewarn::domain::document::impact::ImpactDocument;
use forewarn::domain::document::scan::ScanDocument;
use forewarn::system::System;

/// As the program: a scan takes longer with the system's allocator.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const NOW: &str = "2026-11-22T00:00:00Z";
const RANGE: &str = "1.34.6..2.17.1";
const FLEET: usize = 5;

const COMPONENT: &str = r#"import React from "react";
import { Actions, Manager, withTheme } from "@twilio/flex-ui";
import { labelBEFORE } from "./PanelBEFORE";

interface Props { task?: { taskSid: string }; theme?: unknown; count: number }

export const labelINDEX = (text: string) => `${text} INDEX`;

class PanelINDEX extends React.Component<Props, { open: boolean }> {
  state = { open: false };

  toggle = async () => {
    const manager = Manager.getInstance();
    const { session } = manager.store.getState().flex;
    if (session && this.props.task) {
      await Actions.invokeAction("SelectTask", { sid: this.props.task.taskSid });
    }
    manager.chatClient.getSubscribedChannels().then((channels) => this.setState({ open: channels.items.length > 0 }));
  };

  render() {
    const items = [1, 2, 3].map((item) => <li key={item}>{labelBEFORE(`${item}`)}</li>);
    return <ul onClick={this.toggle} hidden={!this.state.open}>{items}</ul>;
  }
}

export default withTheme(PanelINDEX);
"#;

const DRAWING: &str = r"use easel::Canvas;

pub(crate) fn drawn(width: u16) -> u16 {
    easel::paint();
    let canvas = Canvas { width };
    let widths: Vec<u16> = (0..canvas.width).map(|one| one + INDEX).collect();
    widths.iter().copied().max().unwrap_or(canvas.width)
}
";

const EASEL: [(&str, &str); 2] = [
    (
        "0.1.0",
        "#[deprecated(note = \"use `draw`\")]\npub fn paint() {}\npub fn draw() {}\npub struct Canvas { pub width: u16 }\n",
    ),
    (
        "0.2.0",
        "pub fn draw() {}\n#[deprecated]\npub struct Canvas { pub width: u16 }\n",
    ),
];

fn main() {
    divan::main();
}

/// A folder with a home of its own, removed in the end.
struct World {
    folder: tempfile::TempDir,
    system: System,
}

impl World {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("there is room for a folder");
        let home = folder.path().join("home");
        let home = home.to_str().expect("the folder's name is Unicode");
        let system = System::made(NOW, &[("HOME", home), ("USER", "bench")], folder.path());
        Self { folder, system }
    }

    fn write(&self, path: &str, text: &str) -> u64 {
        self.system
            .keep(Path::new(path), text.as_bytes())
            .expect("the folder takes files");
        text.len() as u64
    }

    /// A plugin of so many files, and the bytes of its source.
    fn plugin(&self, folder: &str, language: Language, files: usize) -> u64 {
        match language {
            Language::TypeScript => self.typescript(folder, files),
            Language::Rust => self.rust(folder, files),
        }
    }

    fn typescript(&self, folder: &str, files: usize) -> u64 {
        let manifest = format!(
            r#"{{"name": "{folder}", "version": "1.0.0", "dependencies": {{"@twilio/flex-ui": "1.34.6"}}}}"#
        );
        self.write(&format!("{folder}/package.json"), &manifest);
        let file = |index: usize| {
            let before = (index + files - 1) % files;
            let text = COMPONENT
                .replace("BEFORE", &before.to_string())
                .replace("INDEX", &index.to_string());
            self.write(&format!("{folder}/src/Panel{index}.tsx"), &text)
        };
        (0..files).map(file).sum()
    }

    fn rust(&self, folder: &str, files: usize) -> u64 {
        let manifest = format!(
            "[package]\nname = \"{folder}\"\nversion = \"1.0.0\"\n\n[dependencies]\neasel = \"0.1\"\n"
        );
        self.write(&format!("{folder}/Cargo.toml"), &manifest);
        let modules: Vec<String> = (0..files)
            .map(|index| format!("mod part{index};\n"))
            .collect();
        let root = self.write(&format!("{folder}/src/lib.rs"), &modules.concat());
        let file = |index: usize| {
            let text = DRAWING.replace("INDEX", &index.to_string());
            self.write(&format!("{folder}/src/part{index}.rs"), &text)
        };
        root + (0..files).map(file).sum::<u64>()
    }

    /// A platform in Rust, whose surfaces are imported.
    fn easel(&self) {
        let stream = "lib:semver:crate:easel"
            .parse()
            .expect("it is a stream with its package");
        let request = InitRequest {
            root: self.folder.path().to_owned(),
            platform: "easel".to_owned(),
            name: None,
            streams: vec![stream],
        };
        init(&self.system, &request).expect("the folder is empty");
        for (version, source) in EASEL {
            let folder = format!("easel-{version}");
            let manifest = format!("[package]\nname = \"easel\"\nversion = \"{version}\"\n");
            self.write(&format!("{folder}/Cargo.toml"), &manifest);
            self.write(&format!("{folder}/src/lib.rs"), source);
            let request = PackageRequest {
                source: folder,
                members: Vec::new(),
                replace: false,
                dry_run: false,
                changelog: false,
            };
            let whereabouts = Whereabouts::default();
            let imported =
                import_packages(&self.system, &whereabouts, &request, &Silent::default())
                    .expect("the package can be read");
            assert_eq!(imported.versions[0].outcome, Outcome::New);
        }
    }

    fn history(&self) -> History {
        History::open(&self.system, &Whereabouts::default()).expect("the history opens")
    }

    fn scan(&self, history: &History, language: Language, cache: bool) -> ScanDocument {
        let (package, from, to) = match language {
            Language::TypeScript => ("npm:@twilio/flex-ui", "1.34.6", "2.17.1"),
            Language::Rust => ("crate:easel", "0.1.0", "0.2.0"),
        };
        let request = ScanRequest {
            packages: vec![package.to_owned()],
            from: Some(from.to_owned()),
            to: Some(to.to_owned()),
            cache,
            ..ScanRequest::whole(vec![PathBuf::from("plugin")])
        };
        scan(&self.system, history, &request, &Silent::default()).expect("the plugin can be read")
    }

    fn impact(&self, history: &History, members: Vec<Member>) -> ImpactDocument {
        let looked_at = PluginsQuery {
            members,
            ..PluginsQuery::default()
        };
        let query = ImpactQuery {
            range: RANGE.to_owned(),
            plugins: (!looked_at.members.is_empty()).then_some(Plugins::Look(looked_at)),
            ..ImpactQuery::default()
        };
        impact(&self.system, history, &query, &Silent::default()).expect("the range is known")
    }
}

#[derive(Clone, Copy, Debug)]
enum Language {
    TypeScript,
    Rust,
}

const LANGUAGES: [Language; 2] = [Language::TypeScript, Language::Rust];

/// A world with one plugin, which uses in each file what goes, and the bytes of its source.
fn world(language: Language, files: usize) -> (World, u64) {
    let world = World::new();
    if matches!(language, Language::Rust) {
        world.easel();
    }
    let bytes = world.plugin("plugin", language, files);
    let found = world.scan(&world.history(), language, false);
    let plugin = &found.plugins[0];
    assert_eq!(found.plugins.len(), 1);
    assert!(plugin.missing.is_empty() && plugin.scanned >= files);
    assert!(plugin.findings.len() >= files, "the scan finds what goes");
    (world, bytes)
}

fn member(path: &str) -> Member {
    Member {
        name: None,
        owner: None,
        path: PathBuf::from(path),
    }
}

/// A folder with some plugins of 20 files.
fn fleet(world: &World) -> Vec<Member> {
    for index in 0..FLEET {
        world.plugin(
            &format!("fleet/plugin{index}"),
            Language::TypeScript,
            20 + index,
        );
    }
    vec![member("fleet")]
}

fn findings(document: &ImpactDocument) -> usize {
    let plugins = document.plugins.iter().flatten();
    plugins
        .filter_map(|one| one.scanned.as_ref())
        .map(|one| one.findings.len())
        .sum()
}

/// 20 files, with nothing kept.
#[divan::bench(args = LANGUAGES)]
fn cold(bencher: divan::Bencher<'_, '_>, language: Language) {
    let (world, _) = world(language, 20);
    let history = world.history();
    bencher.bench_local(|| world.scan(&history, language, false));
}

/// 20 files of which none changed since the answer was kept.
#[divan::bench(args = LANGUAGES)]
fn warm(bencher: divan::Bencher<'_, '_>, language: Language) {
    let (world, _) = world(language, 20);
    let history = world.history();
    let first = world.scan(&history, language, true);
    let kept = world.system.kept(Path::new("home/.cache/forewarn/scan"));
    assert!(!kept.is_empty(), "the answer is kept");
    let again = world.scan(&history, language, true);
    assert_eq!(
        again.plugins[0].findings.len(),
        first.plugins[0].findings.len()
    );
    bencher.bench_local(|| world.scan(&history, language, true));
}

/// 1,000 files with nothing kept, by their bytes.
#[divan::bench(args = LANGUAGES, sample_count = 20, sample_size = 1)]
fn megabytes(bencher: divan::Bencher<'_, '_>, language: Language) {
    let (world, bytes) = world(language, 1000);
    let history = world.history();
    bencher
        .counter(BytesCount::new(bytes))
        .bench_local(|| world.scan(&history, language, false));
}

/// What a move does, to nobody's plugins.
#[divan::bench]
fn impact_alone(bencher: divan::Bencher<'_, '_>) {
    let world = World::new();
    let history = world.history();
    assert!(!world.impact(&history, Vec::new()).items.is_empty());
    bencher.bench_local(|| world.impact(&history, Vec::new()));
}

/// What it does to a plugin of 20 files, with nothing kept.
#[divan::bench]
fn impact_on_a_plugin(bencher: divan::Bencher<'_, '_>) {
    let (world, _) = world(Language::TypeScript, 20);
    let history = world.history();
    let members = || vec![member("plugin")];
    assert!(findings(&world.impact(&history, members())) >= 20);
    bencher.bench_local(|| world.impact(&history, members()));
}

/// What it does to five plugins, with nothing kept.
#[divan::bench]
fn impact_on_a_fleet(bencher: divan::Bencher<'_, '_>) {
    let world = World::new();
    let members = fleet(&world);
    let history = world.history();
    let document = world.impact(&history, members.clone());
    assert_eq!(document.plugins.as_ref().map(Vec::len), Some(FLEET));
    assert!(findings(&document) >= 20 * FLEET);
    bencher.bench_local(|| world.impact(&history, members.clone()));
}

/// The five are scanned and recorded anew, into a database that has them: what a team does every night. It opens the
/// history itself.
#[divan::bench(sample_count = 20, sample_size = 1)]
fn fleet_recorded_again(bencher: divan::Bencher<'_, '_>) {
    let asked = FleetScan {
        to: Some("2.17.1".to_owned()),
        ..FleetScan::default()
    };
    let record = |world: &World, members: &[Member]| {
        let whereabouts = Whereabouts::default();
        scan_members(
            &world.system,
            &whereabouts,
            members,
            &asked,
            &Silent::default(),
        )
        .expect("the fleet can be recorded")
    };
    bencher
        .with_inputs(|| {
            let world = World::new();
            let members = fleet(&world);
            let first = record(&world, &members);
            assert_eq!((first.plugins.len(), first.problems.len()), (FLEET, 0));
            (world, members)
        })
        .bench_local_refs(|(world, members)| record(world, members));
}
