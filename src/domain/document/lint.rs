//! `forewarn/lint/v1`: where a changelog breaches its platform's policy, or is not whole.
//!
//! v1: the keys of each struct in order. Rules and severities are closed lists that later versions may add words to.

use serde::Serialize;

use crate::domain::date::Date;
use crate::domain::lint::{FailOn, LintRule};
use crate::domain::problem::Severity;
use crate::domain::text::Untrusted;

pub const SCHEMA: &str = "forewarn/lint/v1";

/// Leave to go on with a problem.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Waived {
    pub reason: Untrusted,
    /// A version or a day, as written; null: for good.
    pub until: Option<String>,
    pub file: Untrusted,
    pub line: Option<usize>,
}

/// One breach.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LintProblem {
    pub rule: LintRule,
    pub severity: Severity,
    /// The stream; null: the configuration is meant.
    pub stream: Option<String>,
    /// A version or `unreleased/FRAGMENT`; null: the configuration is meant.
    pub release: Option<String>,
    pub entry: Option<String>,
    pub symbol: Option<Untrusted>,
    pub message: Untrusted,
    /// A file of the workspace, relative to where the command ran; null outside of a workspace.
    pub file: Option<Untrusted>,
    pub line: Option<usize>,
    /// What the message rests on, each a sentence.
    pub evidence: Vec<Untrusted>,
    /// All symbols that it stands for, where those are more than `symbol`.
    pub symbols: Vec<Untrusted>,
    /// What to do.
    pub advice: Untrusted,
    pub waived: Option<Waived>,
}

/// How many problems a rule has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RuleCount {
    pub rule: LintRule,
    /// Of most of its problems; single ones may be milder.
    pub severity: Severity,
    /// Without those that are waived.
    pub problems: usize,
    pub waived: usize,
}

/// What was mended, or would be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fixed {
    pub rule: LintRule,
    pub file: Untrusted,
    pub line: usize,
    pub what: Untrusted,
}

/// What was looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Checked {
    pub releases: usize,
    pub entries: usize,
    /// Pairs of versions whose surfaces were compared.
    pub surfaces: usize,
}

/// Why some rules could not look at all that they should.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Unseen {
    pub stream: String,
    pub why: String,
}

/// How old the surfaces of a package are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SurfaceData {
    pub package: String,
    pub newest_read: Option<String>,
    pub read: usize,
    pub source: String,
}

/// How far the record of a stream reaches.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StreamData {
    pub stream: String,
    pub name: Untrusted,
    pub newest_known: Option<String>,
    pub covers_until: Option<Date>,
}

/// The answer of `forewarn lint`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LintDocument {
    pub schema: &'static str,
    pub as_of: Date,
    pub platform: String,
    /// The policy that was held against.
    pub policy: String,
    /// As given; null: everything.
    pub scope: Option<String>,
    pub fail_on: FailOn,
    /// Whether no problem that is not waived reaches `fail_on`.
    pub passed: bool,
    /// Whether nothing that was asked for is missing; `unseen` then says what.
    pub complete: bool,
    /// By stream, release and rule; those that are waived are among them.
    pub problems: Vec<LintProblem>,
    /// Every rule that was asked for.
    pub rules: Vec<RuleCount>,
    pub checked: Checked,
    pub unseen: Vec<Unseen>,
    pub fixed: Vec<Fixed>,
    /// Whether `fixed` was only tried.
    pub dry_run: bool,
    pub data: Vec<StreamData>,
    pub surfaces: Vec<SurfaceData>,
}

impl LintDocument {
    /// The problems of a severity that are not waived.
    pub fn count(&self, severity: Severity) -> usize {
        self.open()
            .filter(|problem| problem.severity == severity)
            .count()
    }

    /// The problems that are not waived.
    pub fn open(&self) -> impl Iterator<Item = &LintProblem> {
        self.problems
            .iter()
            .filter(|problem| problem.waived.is_none())
    }

    pub fn waived(&self) -> usize {
        self.problems.len() - self.open().count()
    }
}
