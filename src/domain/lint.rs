//! The rules of `forewarn lint`: their words, how grave each is, and the page on each.
//!
//! What a rule looks for is a function in `policy::lint`; what a user reads of it is `assets/rules/RULE.md`.

pub mod comment;

use crate::domain::problem::Severity;

crate::domain::words::closed_words! {
    /// What a problem of a changelog breaches. Ids are permanent: waivers and configurations name them.
    pub enum LintRule {
        BreakingInNonMajor = "breaking-in-non-major",
        FeatureInPatch = "feature-in-patch",
        DeprecationInPatch = "deprecation-in-patch",
        BumpTooSmall = "bump-too-small",
        RemovalInNonMajor = "removal-in-non-major",
        RemovalUnannounced = "removal-unannounced",
        RemovalOverdue = "removal-overdue",
        DeprecationWithoutAlternative = "deprecation-without-alternative",
        ReplacementMissing = "replacement-missing",
        ToggleOutlived = "toggle-outlived",
        DefaultChain = "default-chain",
        BreakingWithoutImpact = "breaking-without-impact",
        DuplicateEntry = "duplicate-entry",
        EmptyEntry = "empty-entry",
        EmptyRelease = "empty-release",
        MissingSource = "missing-source",
        PrivateLink = "private-link",
        DatesOutOfOrder = "dates-out-of-order",
        WaiverInvalid = "waiver-invalid",
        WaiverExpired = "waiver-expired",
        WaiverUnused = "waiver-unused",
    }
}

crate::domain::words::closed_words! {
    /// What a configuration makes of a rule.
    pub enum RuleLevel {
        Off = "off",
        Note = "note",
        Warning = "warning",
        Error = "error",
    }
}

crate::domain::words::closed_words! {
    /// From which severity on problems make the exit code 1.
    pub enum FailOn {
        Never = "never",
        Note = "note",
        Warning = "warning",
        Error = "error",
    }
}

impl RuleLevel {
    /// `None`: the rule is switched off.
    pub const fn severity(self) -> Option<Severity> {
        match self {
            Self::Off => None,
            Self::Note => Some(Severity::Note),
            Self::Warning => Some(Severity::Warning),
            Self::Error => Some(Severity::Error),
        }
    }
}

impl FailOn {
    /// Whether a problem of this severity makes a run fail.
    pub fn fails(self, severity: Severity) -> bool {
        match self {
            Self::Never => false,
            Self::Note => true,
            Self::Warning => severity >= Severity::Warning,
            Self::Error => severity >= Severity::Error,
        }
    }
}

macro_rules! pages {
    ($($rule:ident $file:literal,)+) => {
        /// The page on a rule, in Markdown.
        const fn page(rule: LintRule) -> &'static str {
            match rule {
                $(LintRule::$rule => include_str!(concat!("../../assets/rules/", $file, ".md")),)+
            }
        }
    };
}

pages! {
    BreakingInNonMajor "breaking-in-non-major",
    FeatureInPatch "feature-in-patch",
    DeprecationInPatch "deprecation-in-patch",
    BumpTooSmall "bump-too-small",
    RemovalInNonMajor "removal-in-non-major",
    RemovalUnannounced "removal-unannounced",
    RemovalOverdue "removal-overdue",
    DeprecationWithoutAlternative "deprecation-without-alternative",
    ReplacementMissing "replacement-missing",
    ToggleOutlived "toggle-outlived",
    DefaultChain "default-chain",
    BreakingWithoutImpact "breaking-without-impact",
    DuplicateEntry "duplicate-entry",
    EmptyEntry "empty-entry",
    EmptyRelease "empty-release",
    MissingSource "missing-source",
    PrivateLink "private-link",
    DatesOutOfOrder "dates-out-of-order",
    WaiverInvalid "waiver-invalid",
    WaiverExpired "waiver-expired",
    WaiverUnused "waiver-unused",
}

impl LintRule {
    /// How grave a problem of the rule is, unless a configuration says otherwise.
    pub const fn severity(self) -> Severity {
        match self {
            Self::BreakingInNonMajor
            | Self::BumpTooSmall
            | Self::RemovalInNonMajor
            | Self::RemovalUnannounced
            | Self::EmptyEntry
            | Self::PrivateLink
            | Self::DatesOutOfOrder
            | Self::WaiverInvalid => Severity::Error,
            Self::FeatureInPatch
            | Self::DeprecationInPatch
            | Self::RemovalOverdue
            | Self::DeprecationWithoutAlternative
            | Self::ReplacementMissing
            | Self::ToggleOutlived
            | Self::DefaultChain
            | Self::BreakingWithoutImpact
            | Self::DuplicateEntry
            | Self::EmptyRelease
            | Self::MissingSource
            | Self::WaiverExpired
            | Self::WaiverUnused => Severity::Warning,
        }
    }

    /// Whether waivers themselves are what it is about: such a problem cannot be waived.
    pub const fn is_about_waivers(self) -> bool {
        matches!(
            self,
            Self::WaiverInvalid | Self::WaiverExpired | Self::WaiverUnused
        )
    }

    /// The page on it, in Markdown: a heading of one line, then sections.
    pub const fn page(self) -> &'static str {
        page(self)
    }

    /// What it is about, in one line without a full stop: the line below the page's heading.
    pub fn title(self) -> &'static str {
        self.page()
            .lines()
            .skip(1)
            .find(|line| !line.trim().is_empty())
            .unwrap_or_default()
            .trim_end_matches('.')
    }

    /// The text below a heading of its page; empty if it has no such section.
    pub fn section(self, heading: &str) -> &'static str {
        let lead = format!("\n## {heading}\n");
        let Some((_, rest)) = self.page().split_once(&lead) else {
            return "";
        };
        rest.split("\n## ").next().unwrap_or_default().trim()
    }
}

/// The sections that every page has, in order.
pub const SECTIONS: &[&str] = &[
    "What it finds",
    "Why",
    "Wrong",
    "Right",
    "What to do",
    "Configuration",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_has_a_whole_page() {
        for rule in LintRule::ALL {
            let page = rule.page();
            assert!(
                page.starts_with(&format!("# {rule}\n")),
                "{rule}: the heading"
            );
            assert!(
                !rule.title().is_empty() && rule.title().len() < 100,
                "{rule}"
            );
            let mut at = 0;
            for section in SECTIONS {
                let lead = format!("\n## {section}\n");
                let place = page
                    .find(&lead)
                    .unwrap_or_else(|| panic!("{rule}: {section}"));
                assert!(place > at, "{rule}: {section} stands too early");
                at = place;
                assert!(!rule.section(section).is_empty(), "{rule}: {section}");
            }
            let said = format!("`{}`", rule.severity());
            let configuration = rule.section("Configuration");
            assert!(configuration.contains(&said), "{rule}: its severity");
        }
    }

    #[test]
    fn the_index_lists_every_rule_with_its_title_and_severity() {
        let index = include_str!("../../assets/rules/README.md");
        for rule in LintRule::ALL {
            let row = format!(
                "| [{rule}]({rule}.md) | {} | {} |",
                rule.severity(),
                rule.title()
            );
            assert!(index.contains(&row), "{row}");
        }
    }

    #[test]
    fn a_threshold_takes_in_what_is_graver() {
        assert!(FailOn::Warning.fails(Severity::Error));
        assert!(FailOn::Warning.fails(Severity::Warning));
        assert!(!FailOn::Warning.fails(Severity::Note));
        assert!(!FailOn::Never.fails(Severity::Error));
    }
}
