//! Writing files the canonical way: the formatter.

use crate::changelog::FORMAT;
use crate::changelog::body::{BREAKING_MARK, first_paragraph_end, read_content, unframed};
use crate::changelog::emit::{Toml, bare_key, quoted};
use crate::domain::changelog::{Leftover, Platform, SettledCommit};
use crate::domain::date::DateKind;
use crate::domain::deprecation::Deprecation;
use crate::domain::entry::{Correction, Entry, EntryKind, SettingChange};
use crate::domain::feature::{Feature, PublishedEnd, Toggle};
use crate::domain::release::{OtherDate, Release, Stage, State, Stream, Unplaced};
use crate::domain::version::Version;

/// The file of a release or fragment.
pub(super) fn release(release: &Release) -> String {
    let front = front_matter(release);
    let description = release
        .description
        .as_ref()
        .map_or("", |text| unframed(text.raw()));
    let mut out = String::new();
    // A description that looks like front matter, or like the mark of a file's encoding, needs some before it.
    if !front.is_empty() || description.starts_with("+++") || description.starts_with('\u{feff}') {
        out.push_str("+++\n");
        out.push_str(&front);
        out.push_str("+++\n");
    }
    let mut blocks: Vec<String> = Vec::new();
    if let Some(description) = &release.description {
        blocks.push(unframed(description.raw()).to_owned());
    }
    for kind in EntryKind::ALL {
        let bullets: Vec<String> = release
            .entries
            .iter()
            .filter(|entry| entry.kind == *kind)
            .map(bullet)
            .collect();
        let leftover = release
            .unplaced
            .iter()
            .find(|unplaced| belongs_below(unplaced, *kind));
        if bullets.is_empty() && leftover.is_none() {
            continue;
        }
        blocks.push(format!("## {}", kind.heading()));
        if !bullets.is_empty() {
            blocks.push(bullets.join("\n"));
        }
        blocks.extend(leftover.map(|unplaced| unplaced.text.raw().to_owned()));
    }
    for unplaced in &release.unplaced {
        let heading = unplaced
            .heading
            .as_ref()
            .map_or("", |heading| heading.raw());
        if EntryKind::of_heading(heading).is_none() {
            blocks.push(format!("## {heading}"));
            blocks.push(unplaced.text.raw().to_owned());
        }
    }
    blocks.retain(|block| !block.is_empty());
    if !blocks.is_empty() {
        if !out.is_empty() {
            out.push('\n');
        }
        out.push_str(&blocks.join("\n\n"));
        out.push('\n');
    }
    out
}

fn belongs_below(unplaced: &Unplaced, kind: EntryKind) -> bool {
    unplaced
        .heading
        .as_ref()
        .and_then(|heading| EntryKind::of_heading(heading.raw()))
        == Some(kind)
}

/// `- **Breaking:** text {#id}`, with everything after the first paragraph indented below.
fn bullet(entry: &Entry) -> String {
    let text = entry.text.raw().trim();
    let mark = if entry.breaking {
        format!("{BREAKING_MARK} ")
    } else {
        String::new()
    };
    let id = format!("{{#{}}}", entry.id);
    let behind = first_paragraph_end(text).and_then(|end| {
        let (first, rest) = text.split_at_checked(end)?;
        Some(format!("{mark}{first} {id}{rest}"))
    });
    // Behind some texts an id would become part of something else: there it stands before them.
    let reads_back = |content: &String| {
        read_content(content) == (entry.breaking, Some(entry.id.clone()), text.to_owned())
    };
    let content = behind
        .filter(reads_back)
        .unwrap_or_else(|| format!("{mark}{id}\n\n{text}"));
    let mut lines = content.trim_end().lines();
    let mut bullet = format!("- {}", lines.next().unwrap_or_default());
    for line in lines {
        bullet.push('\n');
        if !line.is_empty() {
            bullet.push_str("  ");
            bullet.push_str(line);
        }
    }
    bullet
}

fn front_matter(release: &Release) -> String {
    let mut toml = Toml::default();
    toml.dated("date", "date-kind", release.date);
    let other_dates: Vec<String> = release.other_dates.iter().map(other_date).collect();
    toml.inline_tables("other-dates", &other_dates);
    toml.text("title", release.title.as_ref());
    let stated = release.version().map_or(Stage::Ga, Version::stage);
    toml.display(
        "stage",
        Some(release.stage).filter(|stage| *stage != stated),
    );
    toml.display(
        "state",
        Some(release.state).filter(|state| *state != State::Published),
    );
    toml.bare("publish-at", release.publish_at.as_deref());
    toml.text("approved", release.approved.as_ref());
    toml.text("withdrawn", release.withdrawn.as_ref());
    toml.text("summary", release.summary.as_ref());
    toml.sources("source", &release.sources);
    toml.strings("audience", &release.audience);
    toml.strings("includes", &release.includes);
    for entry in &release.entries {
        entry_table(&mut toml, entry);
    }
    for entry in &release.entries {
        for setting in &entry.settings {
            setting_table(&mut toml, &entry.id, setting);
        }
    }
    for entry in &release.entries {
        for deprecation in &entry.deprecations {
            deprecation_table(&mut toml, &entry.id, deprecation);
        }
    }
    for entry in &release.entries {
        for correction in &entry.corrections {
            correction_table(&mut toml, &entry.id, correction);
        }
    }
    toml.finish()
}

fn other_date(other: &OtherDate) -> String {
    let mut pairs = vec![format!("on = {}", other.dated.on)];
    if other.dated.kind != DateKind::Exact {
        pairs.push(format!("kind = {}", quoted(other.dated.kind.as_str())));
    }
    if let Some(source) = &other.source {
        pairs.push(format!("source = {}", quoted(source.raw())));
    }
    format!("{{ {} }}", pairs.join(", "))
}

fn entry_table(toml: &mut Toml, entry: &Entry) {
    let mut table = Toml::default();
    table.text("impact", entry.impact.as_ref());
    table.text("action", entry.action.as_ref());
    table.string_map("requires", &entry.requires);
    table.display("applies-to", entry.applies_to);
    table.exclusions("excluded", &entry.excluded);
    table.dated("effective", "effective-kind", entry.effective);
    table.display("fixed-in", entry.fixed_in.as_deref());
    table.display("feature", entry.feature.as_deref());
    table.strings("related", &entry.related);
    table.display("reverts", entry.reverts.as_deref());
    table.strings("audience", &entry.audience);
    table.text("note", entry.note.as_ref());
    table.sources("source", &entry.sources);
    table.display("commit", entry.commit.as_deref());
    if !table.is_empty() {
        toml.header(&format!("[entry.{}]", bare_key(&entry.id)));
        toml.append(&table);
    }
}

fn setting_table(toml: &mut Toml, entry: &str, setting: &SettingChange) {
    toml.header("[[setting]]");
    toml.string("entry", entry);
    toml.string("id", &setting.id);
    toml.text("name", setting.name.as_ref());
    toml.text("service", setting.service.as_ref());
    toml.text("unit", setting.unit.as_ref());
    toml.text("pointer", setting.pointer.as_ref());
    toml.setting_value("old", "old-json", &setting.old);
    toml.setting_value("new", "new-json", &setting.new);
    toml.display("applies-to", setting.applies_to);
    toml.bare("automatic", setting.automatic);
    toml.exclusions("excluded", &setting.excluded);
    toml.dated("effective", "effective-kind", setting.effective);
    toml.text("note", setting.note.as_ref());
}

fn deprecation_table(toml: &mut Toml, entry: &str, deprecation: &Deprecation) {
    toml.header("[[deprecation]]");
    toml.string("entry", entry);
    toml.string("symbol", deprecation.symbol.raw());
    toml.display("kind", Some(deprecation.kind));
    toml.display("change", Some(deprecation.change));
    toml.display("package", deprecation.package.as_deref());
    toml.display("declared-since", deprecation.declared_since.as_ref());
    toml.display("removed", deprecation.removed.as_ref());
    toml.display("removal", deprecation.removal.as_ref());
    toml.text("replacement", deprecation.replacement.as_ref());
    toml.display("replacement-since", deprecation.replacement_since.as_ref());
    toml.text("from-range", deprecation.from_range.as_ref());
    toml.text("to-range", deprecation.to_range.as_ref());
    toml.text("disputed", deprecation.disputed.as_ref());
    toml.text("note", deprecation.note.as_ref());
    toml.sources("source", &deprecation.sources);
}

fn correction_table(toml: &mut Toml, entry: &str, correction: &Correction) {
    toml.header("[[correction]]");
    toml.string("entry", entry);
    toml.string("former", correction.former.raw());
    toml.text("reason", correction.reason.as_ref());
    toml.dated("date", "date-kind", correction.date);
    toml.display("announced-in", correction.announced_in.as_deref());
    toml.sources("source", &correction.sources);
}

/// `streams.toml`.
pub(super) fn streams(platform: &Platform, streams: &[Stream]) -> String {
    let mut toml = Toml::default();
    toml.bare("format", Some(FORMAT));
    toml.string("platform", &platform.id);
    toml.text("name", platform.name.as_ref());
    for stream in streams {
        toml.header("[[stream]]");
        toml.string("id", &stream.id);
        toml.text("name", stream.name.as_ref());
        toml.display("scheme", Some(stream.scheme));
        toml.display("package", stream.package.as_deref());
        toml.bare("covers-from", stream.covers_from);
        toml.bare("covers-until", stream.covers_until);
        toml.bare("complete", stream.complete);
        toml.text("continued-at", stream.continued_at.as_ref());
        toml.text("note", stream.note.as_ref());
        toml.sources("source", &stream.sources);
    }
    toml.finish()
}

/// `features.toml`.
pub(super) fn features(features: &[Feature], toggles: &[Toggle]) -> String {
    let mut toml = Toml::default();
    for feature in features {
        toml.header("[[feature]]");
        toml.string("id", &feature.id);
        toml.string("name", feature.name.raw());
        toml.display("stream", feature.stream.as_deref());
        toml.string_map("compatible", &feature.compatible);
        toml.text("toggle", feature.toggle.as_ref());
        toml.text("note", feature.note.as_ref());
        toml.sources("source", &feature.sources);
        for event in &feature.events {
            toml.header("[[feature.event]]");
            toml.display("stage", event.stage);
            toml.display("phase", event.phase);
            toml.text("label", event.label.as_ref());
            toml.display("in", event.release.as_deref());
            toml.dated("date", "date-kind", event.date);
            toml.text("support", event.support.as_ref());
            toml.display("entry", event.entry.as_deref());
            toml.text("note", event.note.as_ref());
            toml.sources("source", &event.sources);
        }
    }
    for toggle in toggles {
        toml.header("[[toggle]]");
        toml.string("flag", toggle.flag.raw());
        toml.text("name", toggle.name.as_ref());
        toml.display("first-observed", toggle.first_observed.as_ref());
        toml.display("last-observed", toggle.last_observed.as_ref());
        toml.display("gone", toggle.gone.as_ref());
        toml.display("feature", toggle.feature.as_deref());
        toml.sources("source", &toggle.sources);
    }
    toml.finish()
}

/// `leftovers.toml`.
pub(super) fn leftovers(leftovers: &[Leftover]) -> String {
    let mut toml = Toml::default();
    for leftover in leftovers {
        toml.header("[[leftover]]");
        toml.string("source", leftover.source.raw());
        toml.bare("line", Some(leftover.line));
        toml.text("heading", leftover.heading.as_ref());
        toml.string("why", &leftover.why);
        toml.string("text", leftover.text.raw());
    }
    toml.finish()
}

/// `commits.toml`.
pub(super) fn commits(commits: &[SettledCommit]) -> String {
    let mut toml = Toml::default();
    for commit in commits {
        toml.header("[[commit]]");
        toml.string("id", &commit.id);
        toml.display("why", Some(commit.why));
        toml.display("entry", commit.entry.as_deref());
    }
    toml.finish()
}

/// `lifecycle.toml`.
pub(super) fn lifecycle(ends: &[PublishedEnd]) -> String {
    let mut toml = Toml::default();
    for end in ends {
        toml.header("[[end-of-life]]");
        toml.string("stream", &end.stream);
        toml.string("line", &end.line);
        toml.bare("date", end.date);
        toml.text("published-status", end.published_status.as_ref());
        toml.text("note", end.note.as_ref());
        toml.sources("source", &end.sources);
    }
    toml.finish()
}
