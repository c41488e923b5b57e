//! Finding things by their words.

use forewarn::domain::changelog::Changelog;
use forewarn::store::{HitKind, MARK_END, MARK_START, Store};
use proptest::prelude::*;

use crate::world::{author, changelog, find, findings, sample};

fn store_of(changelog: &Changelog) -> Store {
    let mut store = Store::in_memory().unwrap();
    store.sync(changelog, &author(), &[]).unwrap();
    store
}

/// The subjects that a query finds, in order.
fn found(store: &Store, query: &str) -> Vec<String> {
    let (hits, total) = find(store, "acme", query, 100);
    assert_eq!(hits.len(), total, "{query}");
    hits.into_iter().map(|hit| hit.subject).collect()
}

#[test]
fn words_phrases_and_beginnings_find_what_holds_all_of_them() {
    let store = store_of(&changelog(&[
        (
            "ui/1.0.0.md",
            "+++\ntitle = \"Spring release\"\n\n[entry.logout]\nimpact = \"Agents sign in again.\"\nnote = \"Seen in Zürich.\"\nexcluded = \
             [{ who = \"pilot customers\" }]\n\n[[setting]]\nentry = \"logout\"\nid = \"flex.enforce-logout\"\nname = \"Forced \
             goodbye\"\n\n[[deprecation]]\nentry = \"chat\"\nsymbol = \"Manager.chatClient\"\nkind = \"member\"\nchange = \
             \"deprecated\"\nreplacement = \"Manager.conversationsClient\"\n\n[[correction]]\nentry = \"chat\"\nformer = \"It vanishes \
             soon.\"\n+++\n\nA quiet release.\n\n## Added\n\n- Log out after logging in. {#chat}\n\n## Defaults\n\n- Enforce Logout is on, \
             without log out. {#logout}\n",
        ),
        (
            "features.toml",
            "[[feature]]\nid = \"vdi\"\nname = \"Virtual desktops\"\ntoggle = \"citrix_voice_vdi.enabled\"\n",
        ),
    ]));
    for (query, expected) in [
        ("enforce logout", &["logout"][..]),
        ("enf log", &["logout"]),
        ("ENFORCE", &["logout"]),
        ("nforce", &[]),
        ("enforce nothing", &[]),
        ("\"log out\"", &["chat", "logout"]),
        ("\"out log\"", &[]),
        ("\"log ou\"", &[]),
        ("zurich", &["logout"]),
        ("pilot", &["logout"]),
        ("sign again", &["logout"]),
        ("goodbye", &["logout"]),
        ("flex.enforce-logout", &["logout"]),
        ("chatclient", &["chat"]),
        ("Manager.chatClient", &["chat"]),
        ("conversationsClient", &["chat"]),
        ("vanishes", &["chat"]),
        ("spring", &["ui/1.0.0"]),
        ("quiet release", &["ui/1.0.0"]),
        ("citrix_voice_vdi", &["vdi"]),
        ("desktops", &["vdi"]),
    ] {
        assert_eq!(found(&store, query), expected, "{query}");
    }
    let (hits, _) = find(&store, "acme", "virtual", 1);
    assert_eq!(
        (hits[0].kind, hits[0].title.raw()),
        (HitKind::Feature, "vdi")
    );
    let (hits, _) = find(&store, "acme", "quiet", 1);
    assert_eq!(
        hits[0].excerpt.raw(),
        format!("Spring release\nA {MARK_START}quiet{MARK_END} release.")
    );
    assert_eq!(find(&store, "nowhere", "quiet", 1), (Vec::new(), 0));
}

#[test]
fn titles_come_before_texts_and_limits_keep_the_count() {
    let long =
        "Words around it, more than a few of them, so that one word in many counts for little. "
            .repeat(3);
    let body: String = (0..20)
        .map(|n| format!("- {long} logout {{#e{n}}}\n"))
        .collect::<Vec<_>>()
        .concat();
    let text = format!("## Added\n\n{body}\n## Defaults\n\n- {long} {{#enforce-logout}}\n");
    let store = store_of(&changelog(&[("ui/1.0.0.md", &text)]));
    let (hits, total) = find(&store, "acme", "logout", 3);
    assert_eq!((hits.len(), total), (3, 21));
    assert_eq!(hits[0].subject, "enforce-logout");
    assert_eq!(find(&store, "acme", "logout", 0), (Vec::new(), 21));
    let (again, _) = find(&store, "acme", "logout", 3);
    assert_eq!(hits, again, "the order is the same every time");
}

#[test]
fn what_is_gone_or_changed_is_found_no_more() {
    let mut store = store_of(&sample());
    assert_eq!(
        found(&store, "queue"),
        ["queue-filter", "queue-names", "filter-place"]
    );
    let mut next = sample();
    next.releases.retain(|release| release.id() != "ui/1.1.0");
    next.releases[0].entries[0].text = "A sieve for tasks.".into();
    next.features.clear();
    store.sync(&next, &author(), &[]).unwrap();
    for (query, expected) in [
        ("sieve", &["queue-filter"][..]),
        ("place", &[]),
        ("1.1.0", &[]),
        ("desktops", &[]),
        ("public beta", &[]),
    ] {
        assert_eq!(found(&store, query), expected, "{query}");
    }
    store.sync(&changelog(&[]), &author(), &[]).unwrap();
    for query in ["queue", "ui", "vdi", "logout", "first"] {
        assert_eq!(found(&store, query), Vec::<String>::new(), "{query}");
    }
    assert_eq!(findings(&store), Vec::<String>::new());
}

#[test]
fn no_query_is_an_error() {
    let store = store_of(&sample());
    for query in [
        "",
        " ",
        "\"",
        "\"\"",
        "\"\"\"",
        "'",
        "*",
        "queue*",
        "^queue",
        "queue AND",
        "AND",
        "NOT queue",
        "NEAR(queue filter, 2)",
        "title : queue",
        "{title body} : queue",
        "- queue",
        "+queue",
        "(queue",
        "queue)",
        "a\0b",
        "\0",
        "💥",
        "\u{202e}queue",
        "--",
        "; DROP TABLE entry",
        "queue\" OR \"x",
        "%",
        "_",
        "\\",
        "ui/1.0.0",
        "{#logout}",
    ] {
        assert!(
            store
                .search("acme", query, &std::collections::BTreeSet::new(), 10)
                .is_ok(),
            "{query:?}"
        );
    }
    assert!(
        store
            .search(
                "acme",
                &"queue ".repeat(400),
                &std::collections::BTreeSet::new(),
                10
            )
            .is_ok(),
        "a very long one"
    );
    assert_eq!(found(&store, "ui/1.0.0 logout"), ["logout"]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_can_be_searched_for(query in prop_oneof!["(?s).{0,40}", "[\"*^(){}:+a-c AND-]{0,20}"]) {
        thread_local!(static STORE: Store = store_of(&sample()));
        let found = STORE.with(|store| store.search("acme", &query, &std::collections::BTreeSet::new(), 10));
        prop_assert!(found.is_ok(), "{:?}", query);
    }
}

/// More hits than are weighed: ids that match come first, then the newest record.
#[test]
fn a_wide_query_finds_the_newest_first() {
    let mut made = sample();
    let release = made
        .releases
        .iter_mut()
        .find(|release| release.id() == "ui/1.0.0")
        .unwrap();
    for n in 0..=forewarn::store::RANKED {
        let id = if n == 3 {
            "parrot-cage".to_owned()
        } else {
            format!("bird-{n}")
        };
        let mut entry = release.entries[0].clone();
        entry.id = id;
        entry.text = "A parrot more".into();
        entry.settings.clear();
        entry.corrections.clear();
        entry.deprecations.clear();
        release.entries.push(entry);
    }
    let store = store_of(&made);
    let nothing = std::collections::BTreeSet::new();
    let hits = store.search("acme", "parrot", &nothing, 3).unwrap();
    let ids: Vec<&str> = hits.hits.iter().map(|hit| hit.subject.as_str()).collect();
    assert_eq!(ids, ["parrot-cage", "bird-1000", "bird-999"]);
    assert_eq!((hits.total, hits.is_ranked), (1001, false));
    let hidden = std::iter::once("ui/1.0.0".to_owned()).collect();
    assert_eq!(store.search("acme", "parrot", &hidden, 3).unwrap().total, 0);
}
