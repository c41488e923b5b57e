//! `forewarn/defaults/v1`.
//!
//! v1: as below. `answer` is `account`, `setting` or `changes`: the first two fill `settings`, the last `changes`. A value
//! is null where it is not known and where it is null; the key `…_known` beside it tells the two apart.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;
use serde_json::Value;

use crate::domain::date::Date;
use crate::domain::document::defaults::{
    DefaultStep, DefaultsAnswer, DefaultsDocument, Reach, SettingFace, SettingMove, SettingState,
};
use crate::domain::entry::{AppliesTo, Exclusion};
use crate::domain::text::Untrusted;
use crate::domain::version::Version;
use crate::domain::when::When;
use crate::report::json::ending::{CoverageV1, LeftOutV1, coverage, left_out};

pub const SCHEMA: &str = "forewarn/defaults/v1";

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    as_of: Date,
    platform: &'a Untrusted,
    answer: &'static str,
    created: Date,
    versions: &'a BTreeMap<String, Version>,
    /// What has to be known of the version that was said.
    remark: Option<&'a str>,
    settings: Vec<State<'a>>,
    changes: Option<Changes<'a>>,
    /// Settings that are known from a later day only.
    later: usize,
    left_out: Vec<LeftOutV1<'a>>,
    coverage: Vec<CoverageV1<'a>>,
}

#[derive(Serialize)]
struct Face<'a> {
    id: &'a str,
    name: Option<&'a Untrusted>,
    service: Option<&'a Untrusted>,
    pointer: Option<&'a Untrusted>,
    unit: Option<&'a Untrusted>,
}

#[derive(Serialize)]
struct State<'a> {
    #[serde(flatten)]
    face: Face<'a>,
    value: Option<&'a Value>,
    value_known: bool,
    basis: &'static str,
    /// With the basis `version`: what holds without any of the versions that the steps name.
    otherwise: Option<&'a Value>,
    otherwise_known: bool,
    /// The entry that the value is known from.
    entry: Option<&'a str>,
    since: Option<WhenV1>,
    steps: Vec<Step<'a>>,
    remarks: &'a [String],
}

#[derive(Serialize)]
struct Changes<'a> {
    from: Option<Date>,
    until: Date,
    settings: Vec<Move<'a>>,
}

#[derive(Serialize)]
struct Move<'a> {
    #[serde(flatten)]
    face: Face<'a>,
    before: Option<&'a Value>,
    before_known: bool,
    after: Option<&'a Value>,
    after_known: bool,
    net: &'static str,
    steps: Vec<Step<'a>>,
    may_lie_in: Vec<Step<'a>>,
    remarks: &'a [String],
}

#[derive(Serialize)]
struct Step<'a> {
    entry: &'a str,
    release: &'a str,
    #[serde(flatten)]
    when: WhenV1,
    needs: &'a BTreeMap<String, String>,
    old: Option<&'a Value>,
    old_known: bool,
    new: Option<&'a Value>,
    new_known: bool,
    applies_to: Option<&'static str>,
    automatic: Option<bool>,
    excluded: &'a [Exclusion],
    linked: &'a [String],
    reach: &'static str,
    why: Option<&'a str>,
    note: Option<&'a Untrusted>,
    sources: &'a [Untrusted],
}

/// A day with its kind, and the days between which it lies where it is not known.
#[derive(Serialize)]
pub(crate) struct WhenV1 {
    date: Option<Date>,
    date_kind: Option<&'static str>,
    not_before: Option<Date>,
    no_later_than: Option<Date>,
}

pub(crate) fn when(when: When) -> WhenV1 {
    WhenV1 {
        date: when.dated.map(|dated| dated.on),
        date_kind: when.dated.map(|dated| dated.kind.as_str()),
        not_before: when.bounds.not_before,
        no_later_than: when.bounds.no_later_than,
    }
}

/// Writes the answer of `defaults`.
pub fn write(document: &DefaultsDocument, out: &mut dyn Write) -> io::Result<()> {
    let (answer, settings, changes) = match &document.answer {
        DefaultsAnswer::Account(states) => ("account", states.iter().map(state).collect(), None),
        DefaultsAnswer::Setting(one) => ("setting", vec![state(one)], None),
        DefaultsAnswer::Changes { from, until, moves } => {
            let changes = Changes {
                from: *from,
                until: *until,
                settings: moves.iter().map(setting_move).collect(),
            };
            ("changes", Vec::new(), Some(changes))
        }
    };
    super::write(
        &Document {
            schema: SCHEMA,
            as_of: document.as_of,
            platform: &document.platform,
            answer,
            created: document.created,
            versions: &document.versions,
            remark: document.remark.as_deref(),
            settings,
            changes,
            later: document.later,
            left_out: left_out(&document.left_out),
            coverage: coverage(&document.coverage),
        },
        out,
    )
}

fn face(face: &SettingFace) -> Face<'_> {
    Face {
        id: &face.id,
        name: face.name.as_ref(),
        service: face.service.as_ref(),
        pointer: face.pointer.as_ref(),
        unit: face.unit.as_ref(),
    }
}

fn state(state: &SettingState) -> State<'_> {
    let by = state.by.and_then(|by| state.steps.get(by));
    State {
        face: face(&state.face),
        value: state.value.known(),
        value_known: state.value.known().is_some(),
        basis: state.basis.as_str(),
        otherwise: state.otherwise.known(),
        otherwise_known: state.otherwise.known().is_some(),
        entry: by.map(|step| step.entry.as_str()),
        since: by
            .filter(|step| step.reach == Reach::Holds)
            .map(|step| when(step.when)),
        steps: state.steps.iter().map(step).collect(),
        remarks: &state.remarks,
    }
}

fn setting_move(one: &SettingMove) -> Move<'_> {
    Move {
        face: face(&one.face),
        before: one.before.known(),
        before_known: one.before.known().is_some(),
        after: one.after.known(),
        after_known: one.after.known().is_some(),
        net: one.net.as_str(),
        steps: one.steps.iter().map(step).collect(),
        may_lie_in: one.may_lie_in.iter().map(step).collect(),
        remarks: &one.remarks,
    }
}

fn step(step: &DefaultStep) -> Step<'_> {
    Step {
        entry: &step.entry,
        release: &step.release,
        when: when(step.when),
        needs: &step.needs,
        old: step.old.known(),
        old_known: step.old.known().is_some(),
        new: step.new.known(),
        new_known: step.new.known().is_some(),
        applies_to: step.applies_to.map(AppliesTo::as_str),
        automatic: step.automatic,
        excluded: &step.excluded,
        linked: &step.linked,
        reach: step.reach.as_str(),
        why: step.why.as_deref(),
        note: step.note.as_ref(),
        sources: &step.sources,
    }
}
