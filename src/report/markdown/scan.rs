//! What a scan found, for a comment on a change or the summary of a step: a line, a table for each plugin, the places.
//!
//! Hosts refuse a comment that is too long. So there is a limit, and what does not fit is counted: first places are left out,
//! then rows of tables, never the first and the last line.

use std::collections::BTreeMap;
use std::io::{self, Write};

use crate::domain::document::scan::{Finding, ScanDocument, ScannedPlugin};
use crate::domain::text::Untrusted;
use crate::report::markdown::table::{code, code_in_text, text};
use crate::report::text::counted;
use crate::report::words::scan as words;

/// Letters of a comment that GitHub takes; GitLab takes more.
pub const COMMENT: usize = 65_536;

/// Letters of a source line; what is longer is of no use in a list.
const SOURCE: usize = 120;

/// Writes the answer of `scan` in at most `max_chars` letters, unless the first and the last lines alone are longer.
pub fn write(document: &ScanDocument, max_chars: usize, out: &mut dyn Write) -> io::Result<()> {
    let head = head(document);
    let last = format!("{}\n", text(&words::scanned(document)));
    let mut page = Page::new(max_chars, &[&head, &last]);
    for plugin in &document.plugins {
        self::plugin(plugin, &mut page);
    }
    let with_findings = document
        .plugins
        .iter()
        .filter(|plugin| !plugin.findings.is_empty());
    for plugin in with_findings {
        places(plugin, &mut page);
    }
    write!(out, "{head}{}", page.shown)?;
    if page.left_out > 0 {
        writeln!(out, "{}\n", left_out(page.left_out))?;
    }
    write!(out, "{last}")
}

fn left_out(count: usize) -> String {
    let lines = counted(count, "line is", "lines are");
    format!("{lines} left out: there is no more room.")
}

/// Text that grows as long as there is room.
struct Page {
    shown: String,
    room: usize,
    left_out: usize,
}

impl Page {
    /// Room for `fixed` and for the word on what is left out is kept.
    fn new(max_chars: usize, fixed: &[&str]) -> Self {
        let fixed: usize = fixed.iter().map(|text| text.chars().count()).sum();
        let word = left_out(usize::MAX).chars().count() + 2;
        Self {
            shown: String::new(),
            room: max_chars.saturating_sub(fixed + word),
            left_out: 0,
        }
    }

    /// A block: what opens it, its lines, what closes it. Lines that do not fit are counted; without room for one of them the
    /// whole block is left out, and the answer is false.
    fn block(&mut self, open: &str, lines: &[String], close: &str) -> bool {
        let length = |text: &str| text.chars().count();
        let around = length(open) + length(close);
        let mut room = self.room.saturating_sub(around);
        let fitting = lines
            .iter()
            .take_while(|line| {
                let fits = length(line) <= room;
                room = room.saturating_sub(length(line));
                fits
            })
            .count();
        let is_without = around > self.room || (fitting == 0 && !lines.is_empty());
        let fitting = if is_without { 0 } else { fitting };
        self.left_out += lines.len() - fitting;
        if is_without {
            return false;
        }
        let kept = lines.iter().take(fitting);
        let added = format!("{open}{}{close}", kept.cloned().collect::<String>());
        self.room -= length(&added);
        self.shown.push_str(&added);
        true
    }
}

fn head(document: &ScanDocument) -> String {
    let mut head = String::new();
    if let Some(why) = words::incomplete(document) {
        head = format!("**{}**\n\n", text(&why));
    }
    head = format!("{head}## forewarn: {}\n\n", text(&words::verdict(document)));
    let counts = words::counts(document.findings().map(|(_, finding)| finding));
    match counts.or_else(|| words::all_clear(document)) {
        Some(said) => format!("{head}{}\n\n", text(&said)),
        None => head,
    }
}

/// Its name, what it is judged against, a table of symbols, and what else there is to say.
fn plugin(plugin: &ScannedPlugin, page: &mut Page) {
    let mut open = format!("### {}\n\n", text(&plugin.name));
    for package in &plugin.packages {
        let mut parts = vec![format!("{} {}", package.package, words::window(package))];
        parts.extend(words::detected(package));
        parts.extend(words::reach(package));
        open = format!("{open}{}\n\n", text(&parts.join("; ")));
    }
    let (rows, beside) = (rows(plugin), beside(plugin));
    if !page.block(&open, &[], "") {
        page.left_out += 1 + rows.len() + beside.len();
        return;
    }
    if !rows.is_empty() {
        let head = "| Status | Symbol | Places | Use | Since | Until |\n| --- | --- | --- | --- | --- | --- |\n";
        page.block(head, &rows, "\n");
    }
    if !beside.is_empty() {
        page.block("", &beside, "\n");
    }
}

/// A row for each symbol and status, the gravest first.
fn rows(plugin: &ScannedPlugin) -> Vec<String> {
    let mut by: BTreeMap<_, Vec<&Finding>> = BTreeMap::new();
    for finding in &plugin.findings {
        let key = (finding.status, &finding.symbol, &finding.package);
        by.entry(key).or_default().push(finding);
    }
    by.into_values()
        .filter_map(|findings| {
            let first = findings.first()?;
            let cells = [
                first.status.to_string(),
                code(&first.symbol),
                findings.len().to_string(),
                text(&words::instead(first, plugin.package_of(first)).unwrap_or_default()),
                text(&words::since(first).unwrap_or_default()),
                text(&words::until(first).unwrap_or_default()),
            ];
            Some(format!("| {} |\n", cells.join(" | ")))
        })
        .collect()
}

/// What is missing, was not read or decided, no longer meets anything, or is held back.
fn beside(plugin: &ScannedPlugin) -> Vec<String> {
    let mut lines = Vec::new();
    let mut add = |lead: &str, said: &str| lines.push(format!("- {lead}: {}\n", text(said)));
    for what in &plugin.missing {
        add("**missing**", what);
    }
    for one in &plugin.unreadable {
        let at = one
            .at
            .map_or_else(String::new, |at| format!(":{}", at.line));
        add("**not read**", &format!("{}{at}: {}", one.file, one.why));
    }
    if let Some(said) = words::undecided(plugin) {
        add("undecided", &said);
    }
    for one in &plugin.stale {
        let at = one
            .at
            .map_or_else(String::new, |at| format!(":{}", at.line));
        add("stale", &format!("{}{at}: {}", one.file, one.why));
    }
    let held = words::held_back(plugin);
    if !held.is_empty() {
        add("held back", &held.join(", "));
    }
    lines
}

/// Every place of a plugin, folded away.
fn places(plugin: &ScannedPlugin, page: &mut Page) {
    let mut findings: Vec<&Finding> = plugin.findings.iter().collect();
    findings.sort_by_key(|finding| finding.status);
    let lines: Vec<String> = findings
        .into_iter()
        .map(|finding| place(plugin, finding))
        .collect();
    let open = format!(
        "<details><summary>{} of {}</summary>\n\n",
        counted(lines.len(), "place", "places"),
        within_html(&plugin.name)
    );
    page.block(&open, &lines, "\n</details>\n\n");
}

/// Text within HTML, where nothing is Markdown and a backslash would be seen; hosts look for names and links even there.
fn within_html(raw: &str) -> String {
    let shown = Untrusted::from(Untrusted::from(raw).for_terminal_line()).for_html();
    [('@', "&#64;"), ('[', "&#91;"), (']', "&#93;")]
        .into_iter()
        .fold(shown, |shown, (letter, entity)| {
            shown.replace(letter, entity)
        })
}

fn place(plugin: &ScannedPlugin, finding: &Finding) -> String {
    let at = format!(
        "{}:{}:{}",
        plugin.repository_path_of(&finding.file),
        finding.start.line,
        finding.start.column
    );
    let marks = words::marks(finding, plugin.package_of(finding)).join(", ");
    let mut said = format!(
        "- {} {} {} ({}): {}",
        code_in_text(&at),
        finding.status,
        code_in_text(&finding.symbol),
        text(&marks),
        text(&finding.message)
    );
    let source = finding.excerpt.as_ref().map_or("", |one| one.text.trim());
    if !source.is_empty() {
        let source: String = source.chars().take(SOURCE).collect();
        said = format!("{said}  \n  {}", code_in_text(&source));
    }
    for note in &finding.notes {
        said = format!("{said}  \n  {}", text(note));
    }
    said + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::scan_made::document;

    fn shown(limit: usize) -> String {
        let mut out = Vec::new();
        write(&document(), limit, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn the_page_keeps_its_limit_and_says_what_is_left_out() {
        let whole = shown(COMMENT);
        assert!(!whole.contains("left out"));
        let length = whole.chars().count();
        let last = whole.lines().last().unwrap();
        for limit in (700..length).step_by(31) {
            let cut = shown(limit);
            assert!(cut.chars().count() <= limit, "{limit}");
            assert!(cut.contains("left out: there is no more room."), "{limit}");
            assert!(
                cut.starts_with("**incomplete") && cut.contains(last),
                "{limit}"
            );
            let folds = cut.matches("<details>").count();
            assert_eq!(folds, cut.matches("</details>").count(), "{limit}");
            // A table stands below the plugin that it is of.
            let tables = cut.matches("| Status |").count();
            assert!(tables <= cut.matches("### ").count(), "{limit}");
        }
    }
}
