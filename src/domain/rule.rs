//! The rules by which uses of a symbol are findings: their words, and a short page on each.

use crate::domain::words::closed_words;

closed_words! {
    /// What a finding says. The kind of the symbol decides first, then its status at the target version.
    pub enum Rule {
        RemovedApi = "removed-api",
        MovedApi = "moved-api",
        ChangedApi = "changed-api",
        OverdueApi = "overdue-api",
        ScheduledRemoval = "scheduled-removal",
        DeprecatedApi = "deprecated-api",
        SoftDeprecated = "soft-deprecated",
        DeepImport = "deep-import",
        DependencyRange = "dependency-range",
        StringApi = "string-api",
    }
}

/// What a user should know of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RulePage {
    pub rule: Rule,
    /// One line.
    pub title: &'static str,
    pub means: &'static str,
    pub what_to_do: &'static str,
    /// Whether such a finding makes a gate fail, and how that is changed.
    pub exit: &'static str,
    /// A command that helps.
    pub next: &'static str,
}

const FAILS: &str = "It fails by default: the exit code is 1. `--fail-on never` only reports it.";
const BY_STATUS: &str = "It has the status of what it names: removed, moved, changed and overdue fail by default with the exit \
    code 1, the others are reported and the exit code is 0. `--fail-on STATUS` moves the threshold.";

impl Rule {
    /// The page on a rule.
    pub const fn page(self) -> RulePage {
        let (title, means) = self.meaning();
        let (what_to_do, next) = self.advice();
        RulePage {
            rule: self,
            title,
            means,
            what_to_do,
            exit: self.exit(),
            next,
        }
    }

    const fn meaning(self) -> (&'static str, &'static str) {
        match self {
            Self::RemovedApi => (
                "The symbol does not exist in the target version",
                "The symbol is gone from every path that the package's root reaches. It is still removed if only an import of a \
                 deeper module reaches it; the finding then names that module. Code that uses it does not compile against the \
                 target version, or fails when it runs.",
            ),
            Self::MovedApi => (
                "The symbol is to be had under another path or name",
                "The symbol is gone from this path, and the same declaration is reachable from the package's root under another. A \
                 new name counts as moved.",
            ),
            Self::ChangedApi => (
                "The symbol is there, and is not what it was",
                "Its type, range, value or meaning is incompatible with what it was in the version that the plugin was written for.",
            ),
            Self::OverdueApi => (
                "The symbol should be gone already",
                "The version or the day for which its removal was announced has passed, and the target version still has it. The \
                 next release can remove it without another word.",
            ),
            Self::ScheduledRemoval => (
                "The removal of the symbol has a version or a day",
                "It is deprecated, and a source or the platform's policy says when it goes. The target version still has it.",
            ),
            Self::DeprecatedApi => (
                "The symbol is deprecated, and nobody has said when it goes",
                "The package declares it deprecated, by a tag or an attribute. It works in the target version.",
            ),
            Self::SoftDeprecated => (
                "Only prose or a comment says that the symbol is deprecated",
                "The package speaks against its use in a sentence or a comment, where no compiler sees it. A deprecation that the \
                 changelog states is never of this rule.",
            ),
            Self::DeepImport => (
                "The import goes past the package's root",
                "The module is a file within the package, not what the package exports. Such files move and go without notice, \
                 because nothing promises them. One that the target version still has is of the status soft.",
            ),
            Self::DependencyRange => (
                "The plugin and the target version ask for different versions of a dependency",
                "A package that the platform provides, or asks for, is required by the plugin in a range that the target version does \
                 not meet.",
            ),
            Self::StringApi => (
                "A name that no type shows is deprecated, changed or gone",
                "Actions, events, fields of payloads, notifications, names of components, paths of state, theme tokens and keys of \
                 the configuration are written as text. No compiler checks them: one that is gone does nothing, in silence.",
            ),
        }
    }

    const fn advice(self) -> (&'static str, &'static str) {
        match self {
            Self::RemovedApi => (
                "Use the replacement that the finding names before the upgrade, if the version that runs today has it; else together \
                 with the upgrade.",
                "forewarn explain SYMBOL",
            ),
            Self::MovedApi => (
                "Write the new path. Where both versions have it, that can be done before the upgrade.",
                "forewarn api history SYMBOL",
            ),
            Self::ChangedApi => (
                "Compare the two types, and what the code takes for granted of the old one.",
                "forewarn api diff A..B --only changed",
            ),
            Self::OverdueApi => (
                "Treat it as removed: replace it now.",
                "forewarn deprecations --status overdue",
            ),
            Self::ScheduledRemoval => (
                "Plan the replacement for the release before that one.",
                "forewarn deprecations --status scheduled",
            ),
            Self::DeprecatedApi => (
                "Replace it with the next change of that code. Without a replacement, ask the platform for one.",
                "forewarn explain SYMBOL",
            ),
            Self::SoftDeprecated => (
                "Read what the package says beside the symbol. New code should not begin to use it.",
                "forewarn explain SYMBOL",
            ),
            Self::DeepImport => (
                "Import the same name from the package's root, if it is exported there.",
                "forewarn api show --symbol NAME",
            ),
            Self::DependencyRange => (
                "Widen or raise the range in the plugin's manifest, and test against the version that the platform brings.",
                "forewarn api diff A..B",
            ),
            Self::StringApi => (
                "Write the name that takes its place, and test the path that uses it: no build will fail.",
                "forewarn deprecations NAME",
            ),
        }
    }

    const fn exit(self) -> &'static str {
        match self {
            Self::RemovedApi | Self::MovedApi | Self::ChangedApi | Self::OverdueApi => FAILS,
            Self::ScheduledRemoval => {
                "It is reported, and the exit code is 0. `--fail-on scheduled` makes it 1."
            }
            Self::DeprecatedApi => {
                "It is reported, and the exit code is 0. `--fail-on deprecated` makes it 1."
            }
            Self::SoftDeprecated => {
                "It is reported, and the exit code is 0. `--fail-on soft` makes it 1."
            }
            Self::DeepImport | Self::DependencyRange | Self::StringApi => BY_STATUS,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Rule;

    #[test]
    fn every_page_is_made_of_sentences() {
        for rule in Rule::ALL {
            let page = rule.page();
            assert!(!page.title.ends_with('.'), "{rule}");
            for text in [page.means, page.what_to_do, page.exit] {
                assert!(
                    text.ends_with('.') && !text.contains("  "),
                    "{rule}: {text}"
                );
            }
            assert!(page.next.starts_with("forewarn "), "{rule}");
        }
    }
}
