//! Tables of headings as they are found.

use super::*;

fn semver(plain: &str) -> Option<String> {
    read(plain, Scheme::Semver).map(|heading| shown(&heading))
}

fn shown(heading: &ReleaseHeading) -> String {
    let mut parts = vec![match &heading.subject {
        Subject::Version(version) => version.to_string(),
        Subject::Unreleased => "unreleased".to_owned(),
        Subject::Wrong { text, .. } => format!("wrong {text}"),
    }];
    parts.extend(heading.date.map(|date| date.to_string()));
    parts.extend(
        heading
            .bad_date
            .as_ref()
            .map(|(text, _)| format!("bad {text}")),
    );
    parts.extend(heading.is_yanked.then(|| "yanked".to_owned()));
    parts.extend(heading.is_pending.then(|| "pending".to_owned()));
    parts.extend(heading.is_named.then(|| "named".to_owned()));
    parts.extend(
        heading
            .title
            .as_ref()
            .map(|title| format!("titled {title}")),
    );
    parts.join("; ")
}

#[test]
fn versions_are_read_in_every_dress() {
    for (plain, expected) in [
        ("2.17.1", "2.17.1"),
        ("v2.17.1", "2.17.1"),
        ("[2.17.1]", "2.17.1"),
        ("[v2.17.1]", "2.17.1"),
        ("Version 2.17.1", "2.17.1"),
        ("Release v2.17.1:", "2.17.1"),
        ("🚀 2.17.1 🎉", "2.17.1"),
        ("[2.17.1] - 2023-02-08", "2.17.1; 2023-02-08"),
        ("2.17.1 (2023-02-08)", "2.17.1; 2023-02-08"),
        ("2.17.1 / 2023-02-08", "2.17.1; 2023-02-08"),
        ("2.17.1 - (2023-02-08)", "2.17.1; 2023-02-08"),
        ("v2.17.1 — February 8, 2023", "2.17.1; 2023-02-08"),
        ("2.17.1 (Wed, 8 Feb 2023)", "2.17.1; 2023-02-08"),
        ("v2.17.1 (2023/02/08 21:10 +07:00)", "2.17.1; 2023-02-08"),
        ("2.17.1 2023.2.8", "2.17.1; 2023-02-08"),
        ("2.17.1, 2023/02/08", "2.17.1; 2023-02-08"),
        ("2023-02-08, Version 2.17.1", "2.17.1; 2023-02-08"),
        ("2023-02-08 - 2.17.1", "2.17.1; 2023-02-08"),
        ("2023.7.17", "2023.7.17"),
        ("2.0.0-beta.1+build.5", "2.0.0-beta.1+build.5"),
        ("package@2.17.1", "2.17.1; named"),
        (
            "@scope/package@2.17.1 - 2023-02-08",
            "2.17.1; 2023-02-08; named",
        ),
        ("@2.17.1", "2.17.1"),
        ("package v2.17.1", "2.17.1; named"),
        ("package 2.17.1", "2.17.1; named"),
        (
            "[2.17.1] - 2023-02-08 [YANKED]",
            "2.17.1; 2023-02-08; yanked",
        ),
        ("2.17.1 (yanked)", "2.17.1; yanked"),
        ("0.1.2] - 2019-06-06 - yanked", "0.1.2; 2019-06-06; yanked"),
        ("2.0.0 (unreleased)", "2.0.0; pending"),
        ("2.0.0 - TBD", "2.0.0; pending"),
        ("[Unreleased 2.0.0]", "2.0.0; pending"),
        ("2.0.0 \"Golden Goose\"", "2.0.0; titled Golden Goose"),
        (
            "2.0.0 - 2023-02-08: the big one",
            "2.0.0; 2023-02-08; titled the big one",
        ),
    ] {
        assert_eq!(semver(plain).as_deref(), Some(expected), "{plain}");
    }
}

#[test]
fn unreleased_is_read_in_every_dress() {
    for plain in [
        "Unreleased",
        "[Unreleased]",
        "UNRELEASED",
        "[Unreleased] - ReleaseDate",
        "unreleased:",
        "Unreleased (2.x)",
    ] {
        assert_eq!(semver(plain).as_deref(), Some("unreleased"), "{plain}");
    }
    assert_eq!(
        read("[Unreleased]", Scheme::Date)
            .map(|found| shown(&found))
            .as_deref(),
        Some("unreleased")
    );
}

#[test]
fn dates_that_cannot_be_read_stay_unknown() {
    for (plain, expected) in [
        ("2.17.1 - 2023-02-30", "2.17.1; bad 2023-02-30"),
        ("2.17.1 (02/08/2023)", "2.17.1; bad 02/08/2023"),
    ] {
        assert_eq!(semver(plain).as_deref(), Some(expected), "{plain}");
    }
}

#[test]
fn versions_of_another_scheme_are_said_to_be_wrong() {
    for (plain, expected) in [
        ("2.0", "wrong 2.0"),
        ("1.x", "wrong 1.x"),
        ("v3", "wrong 3"),
        ("2019-07-17", "wrong 2019-07-17"),
        ("July 17, 2019", "wrong July 17, 2019"),
        ("1.02.3 (2019-07-17)", "wrong 1.02.3; 2019-07-17"),
    ] {
        assert_eq!(semver(plain).as_deref(), Some(expected), "{plain}");
    }
}

#[test]
fn other_headings_are_no_releases() {
    for plain in [
        "Changelog",
        "Added",
        "",
        "🎉",
        "Upgrading to 2.0.0",
        "Since 2.0.0",
        "Migrating from 1.0.0 to 2.0.0",
        "Support for TLS 1.3 was added",
        "Node.js 18",
        "What's new in 2.0.0",
        "Next steps",
        "12",
        "Released in 2019",
    ] {
        assert_eq!(semver(plain), None, "{plain}");
    }
}

#[test]
fn date_streams_take_dates_as_versions() {
    for (plain, expected) in [
        ("2019-07-17", "2019-07-17; 2019-07-17"),
        ("[2019-07-17]", "2019-07-17; 2019-07-17"),
        ("2019-07-17.2", "2019-07-17.2; 2019-07-17"),
        ("2019.7.17", "2019-07-17; 2019-07-17"),
        ("July 17, 2019", "2019-07-17; 2019-07-17"),
        ("Release 2019/07/17", "2019-07-17; 2019-07-17"),
        (
            "2019-07-17: defaults",
            "2019-07-17; 2019-07-17; titled defaults",
        ),
        ("2019-02-30", "wrong 2019-02-30"),
        ("2.17.1", "wrong 2.17.1"),
    ] {
        let found = read(plain, Scheme::Date).map(|heading| shown(&heading));
        assert_eq!(found.as_deref(), Some(expected), "{plain}");
    }
}
