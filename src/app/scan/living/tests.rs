//! Exceptions, configuration and baseline on made-up plugins, with the built-in history.

use super::*;
use crate::app::history::{History, Whereabouts};
use crate::app::scan::scan;
use crate::domain::document::scan::ScanDocument;

/// A folder with one plugin that uses what is gone in 2.0.0.
struct Desk(crate::system::Scratch);

const USE: &str = "import { getBackgroundWithHoverCSS } from '@twilio/flex-ui';\n\
                   export const css = getBackgroundWithHoverCSS('a', true, false);\n";
const SYMBOL: &str = "getBackgroundWithHoverCSS";

#[expect(clippy::disallowed_methods, reason = "a test writes its input")]
impl Desk {
    fn new(source: &str) -> Self {
        let desk = Self(
            System::made("2026-06-15T00:00:00Z", &[], Path::new("/"))
                .scratch()
                .unwrap(),
        );
        desk.write("plugin/package.json", r#"{"name": "sample", "version": "1.0.0", "dependencies": {"@twilio/flex-ui": ">=1.34.6"}}"#);
        desk.write("plugin/src/a.ts", source);
        desk
    }

    fn write(&self, path: &str, text: &str) {
        let full = self.0.path().join(path);
        std::fs::create_dir_all(full.parent().unwrap()).unwrap();
        std::fs::write(full, text).unwrap();
    }

    fn read(&self, path: &str) -> String {
        std::fs::read_to_string(self.0.path().join(path)).unwrap()
    }

    fn run(&self, change: impl FnOnce(&mut ScanRequest)) -> Result<ScanDocument, String> {
        let system = System::made("2026-06-15T00:00:00Z", &[], self.0.path());
        let history = History::open(&system, &Whereabouts::default()).unwrap();
        let mut request = ScanRequest {
            paths: vec!["plugin".into()],
            packages: Vec::new(),
            from: Some("1.34.6".to_owned()),
            to: Some("2.0.2".to_owned()),
            min_confidence: None,
            only: Vec::new(),
            fail_on: None,
            baseline: None,
            update_baseline: false,
            changed_since: None,
            conventions: None,
            show_unresolved: false,
            cache: false,
            upgrade: None,
        };
        change(&mut request);
        scan(
            &system,
            &history,
            &request,
            &crate::cancel::Silent::default(),
        )
        .map_err(|error| error.render())
    }
}

fn found(document: &ScanDocument) -> Vec<(&str, u32)> {
    let findings = document.findings();
    findings
        .map(|(_, one)| (one.symbol.as_str(), one.start.line))
        .collect()
}

fn stale(document: &ScanDocument) -> Vec<String> {
    let stale = document.plugins.iter().flat_map(|plugin| &plugin.stale);
    stale
        .map(|one| format!("{}: {}", one.file, one.why))
        .collect()
}

fn with_baseline(request: &mut ScanRequest) {
    request.baseline = Some("known.json".into());
}

fn update(request: &mut ScanRequest) {
    with_baseline(request);
    request.update_baseline = true;
}

#[test]
fn comments_silence_and_are_told_of_when_they_do_not() {
    let plain = Desk::new(USE).run(|_| {}).unwrap();
    assert_eq!(found(&plain), [(SYMBOL, 2)]);
    let ignored = USE.replace(
        "\nexport",
        &format!("\n// forewarn-ignore-next-line {SYMBOL} until=3 -- kept\nexport"),
    );
    let silenced = Desk::new(&ignored).run(|_| {}).unwrap();
    assert_eq!(found(&silenced), []);
    assert_eq!(silenced.plugins[0].ignored, 1);
    assert_eq!(stale(&silenced), Vec::<String>::new());
    // What is left out by a flag makes nothing stale.
    let soft = Desk::new(&ignored)
        .run(|one| one.only = vec![Status::Soft])
        .unwrap();
    assert_eq!(stale(&soft), Vec::<String>::new());

    let expired = Desk::new(&ignored.replace("until=3", "until=2.0.0"))
        .run(|_| {})
        .unwrap();
    assert_eq!(found(&expired), [(SYMBOL, 3)]);
    assert!(stale(&expired)[0].contains("It held until 2.0.0, and the target is 2.0.2"));
    let bare = Desk::new(&ignored.replace(" -- kept", ""))
        .run(|_| {})
        .unwrap();
    assert_eq!(found(&bare), [(SYMBOL, 3)]);
    assert!(stale(&bare)[0].contains("gives no reason"));
    assert!(bare.fails());
    let idle = Desk::new("// forewarn-ignore-file gone\u{1b}[31m -- w\nexport {};\n");
    let any = idle.run(|one| one.fail_on = Some(Threshold::Any)).unwrap();
    assert!(any.fails() && !idle.run(|_| {}).unwrap().fails());
}

#[test]
fn the_configuration_ignores_and_is_named() {
    let desk = Desk::new(USE);
    desk.write(
        "forewarn.toml",
        "schema = 1\n[scan]\nfail-on = \"never\"\n[[scan.ignore]]\nsymbol = \"get*\"\nreason = \"x\"\n\
         [[scan.ignore]]\nsymbol = \"getBackgroundWithHoverCSS\"\nfile = \"plugin/src/\"\nreason = \"shim\"\n",
    );
    let document = desk.run(|one| one.paths = vec![".".into()]).unwrap();
    assert_eq!(found(&document), []);
    assert_eq!(document.settings.files, ["forewarn.toml"]);
    assert_eq!(document.settings.fail_on, Threshold::Never);
    let told = stale(&document);
    assert!(
        told.len() == 1 && told[0].contains("[[scan.ignore]] 1"),
        "{told:?}"
    );
    // A run that looks at a part knows nothing of the rest; a flag wins.
    let part = desk.run(|one| one.fail_on = Some(Threshold::Any)).unwrap();
    assert_eq!(
        (stale(&part).len(), part.settings.fail_on),
        (0, Threshold::Any)
    );
}

#[test]
fn a_wrong_configuration_says_what_is_wrong() {
    let cases = [
        ("scna = 1", "the nearest is scan"),
        ("[scan]\nfail_on = \"any\"", "the nearest is fail-on"),
        ("[scan]\nfail-on = \"bad\"", "`bad` is not one of"),
        ("[[scan.ignore]]\nsymbol = \"a\"", "gives no reason"),
        (
            "[[scan.ignore]]\nsymbol = \"a\"\nreason = \"b\"\nfiles = \"c\"",
            "the nearest is file",
        ),
        (
            "[[scan.ignore]]\nsymbol = \"a\"\nreason = \"b\"\nuntil = \"c\"",
            "`c` is no version",
        ),
        (
            "[scan]\nbaseline = \"../x.json\"",
            "does not lie in the folder",
        ),
        (
            "[scan]\nbaseline = \"/x.json\"",
            "does not lie in the folder",
        ),
        ("[scan", "cannot be read"),
    ];
    for (text, expected) in cases {
        let desk = Desk::new(USE);
        desk.write("plugin/forewarn.toml", &format!("schema = 1\n{text}\n"));
        let why = desk.run(|_| {}).unwrap_err();
        assert!(why.contains(expected), "{text}: {why}");
    }
}

#[test]
fn a_baseline_holds_when_lines_move() {
    let desk = Desk::new(USE);
    let made = desk.run(update).unwrap();
    assert_eq!(found(&made), []);
    assert_eq!(made.settings.baseline.unwrap().added, 1);
    let text = desk.read("known.json");
    assert!(text.contains(r#""file":"plugin/src/a.ts""#), "{text}");

    desk.write("plugin/src/a.ts", &format!("const above = 1;\n\n{USE}"));
    let moved = desk.run(with_baseline).unwrap();
    assert_eq!(
        (found(&moved), moved.plugins[0].baselined.len()),
        (Vec::new(), 1)
    );
    assert_eq!(stale(&moved), Vec::<String>::new());

    desk.write("plugin/src/b.ts", USE);
    assert_eq!(found(&desk.run(with_baseline).unwrap()), [(SYMBOL, 2)]);
    // One file alone: the entry of the other stays.
    desk.run(|one| {
        update(one);
        one.paths = vec!["plugin/src/b.ts".into()];
    })
    .unwrap();
    assert_eq!(desk.read("known.json").matches("fingerprint").count(), 2);

    desk.write("plugin/src/a.ts", "export {};\n");
    let mended = desk.run(with_baseline).unwrap();
    assert!(stale(&mended)[0].contains("no longer found in plugin/src/a.ts"));
    desk.run(update).unwrap();
    let text = desk.read("known.json");
    assert_eq!(text.matches("fingerprint").count(), 1);
    desk.run(update).unwrap();
    assert_eq!(desk.read("known.json"), text);
}

#[test]
fn what_got_worse_is_told() {
    let desk = Desk::new(USE);
    desk.run(update).unwrap();
    let softer = desk
        .read("known.json")
        .replace("\"removed\"", "\"deprecated\"");
    desk.write("known.json", &softer);
    let worse = desk.run(with_baseline).unwrap();
    assert_eq!(found(&worse), [(SYMBOL, 2)]);
    let (_, finding) = worse.findings().next().unwrap();
    assert!(
        finding
            .notes
            .iter()
            .any(|note| note.contains("accepts it as deprecated"))
    );
}

#[test]
fn what_is_no_baseline_is_refused() {
    let desk = Desk::new(USE);
    assert!(
        desk.run(with_baseline)
            .unwrap_err()
            .contains("--update-baseline makes it")
    );
    assert!(
        desk.run(|one| one.update_baseline = true)
            .unwrap_err()
            .contains("--baseline ")
    );
    for (text, expected) in [
        ("not json", "is no JSON"),
        (
            "{\"schema\": \"forewarn/baseline/v9\"}",
            "install a newer forewarn",
        ),
    ] {
        desk.write("known.json", text);
        for change in [with_baseline, update] {
            let why = desk.run(change).unwrap_err();
            assert!(why.contains(expected), "{why}");
        }
        assert_eq!(desk.read("known.json"), text);
    }
    desk.write("known.json", &" ".repeat(100 * 1024 * 1024));
    assert!(desk.run(with_baseline).unwrap_err().contains("more than"));
}

#[test]
fn ways_between_folders() {
    let way = |a: &str, b: &str| slashed(&from(Path::new(a), Path::new(b)));
    assert_eq!(way("/a/b", "/a/b/c"), "c");
    assert_eq!(way("/a/b", "/a/c/d"), "../c/d");
    assert_eq!(way("/a", "/a"), "");
    assert_eq!(slashed(&tidy(Path::new("a/./b/../../../c"))), "../c");
}
