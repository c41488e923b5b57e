//! How the record of a release gets to its readers: draft, review, scheduled, published, withdrawn.
//!
//! A release is written as a draft, submitted for review, approved there, and then published, at once or at a time; what was
//! published can be withdrawn, with a reason, and is never a draft again: its entries change by correction only. What somebody
//! approved is what readers get, so an edit takes the approval back.

use crate::domain::release::State;
use crate::domain::words::closed_words;

closed_words! {
    /// What can be done with the record of a release.
    pub enum Step {
        Submit = "submit",
        Approve = "approve",
        Schedule = "schedule",
        Publish = "publish",
        Withdraw = "withdraw",
    }
}

/// How far a record is, as far as steps depend on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stand {
    pub state: State,
    pub approved: bool,
}

/// Why a step cannot be taken, and what can be done instead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refusal {
    pub why: &'static str,
    pub instead: &'static str,
}

/// Where a step leads.
///
/// # Errors
/// If it cannot be taken from there.
pub fn taken(step: Step, from: Stand) -> Result<Stand, Refusal> {
    let to = |state, approved| Ok(Stand { state, approved });
    let no = |why, instead| Err(Refusal { why, instead });
    match (step, from.state) {
        (_, State::Withdrawn) => no(
            "it was withdrawn",
            "`forewarn undo` takes the withdrawal back, if it was the last change",
        ),
        (Step::Submit, State::Draft) => to(State::Review, false),
        (Step::Submit, State::Review) => no("it is in review already", "approve it"),
        (Step::Submit, State::Scheduled) => no(
            "it is scheduled already",
            "withdraw takes it off the schedule and makes it a draft",
        ),
        (Step::Approve | Step::Schedule | Step::Publish, State::Draft) => {
            no("it is a draft", "submit it for review first")
        }
        (Step::Approve, State::Review) if from.approved => {
            no("it is approved already", "schedule or publish it")
        }
        (Step::Approve, State::Review) => to(State::Review, true),
        (Step::Approve, State::Scheduled) => no("it is approved already", "publish it now"),
        (Step::Schedule | Step::Publish, State::Review) if !from.approved => {
            no("nobody approved it as it stands", "approve it first")
        }
        (Step::Schedule, State::Review | State::Scheduled) => to(State::Scheduled, true),
        (Step::Publish, State::Review | State::Scheduled) => to(State::Published, false),
        (Step::Withdraw, State::Draft) => no(
            "nobody has seen it: it is a draft",
            "delete its entries with `forewarn entry delete-draft`",
        ),
        (Step::Withdraw, State::Review | State::Scheduled) => to(State::Draft, false),
        (Step::Withdraw, State::Published) => to(State::Withdrawn, false),
        (_, State::Published) => no(
            "it is published",
            "its entries change by `forewarn entry correct`",
        ),
    }
}

/// Where an edit of what it says leads.
///
/// # Errors
/// If its readers have it.
pub fn edited(from: Stand) -> Result<Stand, Refusal> {
    match from.state {
        State::Draft => Ok(Stand {
            state: State::Draft,
            approved: false,
        }),
        // What was to be published is not what was approved.
        State::Review | State::Scheduled => Ok(Stand {
            state: State::Review,
            approved: false,
        }),
        State::Published => Err(Refusal {
            why: "it is published",
            instead: "`forewarn entry correct` changes a published entry and keeps its former text",
        }),
        State::Withdrawn => Err(Refusal {
            why: "it was withdrawn",
            instead: "write what holds now into another release",
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STANDS: [(State, bool); 7] = [
        (State::Draft, false),
        (State::Review, false),
        (State::Review, true),
        (State::Scheduled, true),
        (State::Scheduled, false),
        (State::Published, false),
        (State::Withdrawn, false),
    ];

    fn shown(outcome: Result<Stand, Refusal>) -> String {
        match outcome {
            Ok(Stand { state, approved }) if approved => format!("{state}, approved"),
            Ok(Stand { state, .. }) => state.to_string(),
            Err(_) => "no".to_owned(),
        }
    }

    #[test]
    fn every_step_from_everywhere() {
        let table: [(Step, [&str; 7]); 5] = [
            (Step::Submit, ["review", "no", "no", "no", "no", "no", "no"]),
            (
                Step::Approve,
                ["no", "review, approved", "no", "no", "no", "no", "no"],
            ),
            (
                Step::Schedule,
                [
                    "no",
                    "no",
                    "scheduled, approved",
                    "scheduled, approved",
                    "scheduled, approved",
                    "no",
                    "no",
                ],
            ),
            (
                Step::Publish,
                [
                    "no",
                    "no",
                    "published",
                    "published",
                    "published",
                    "no",
                    "no",
                ],
            ),
            (
                Step::Withdraw,
                ["no", "draft", "draft", "draft", "draft", "withdrawn", "no"],
            ),
        ];
        for (step, expected) in table {
            let found =
                STANDS.map(|(state, approved)| shown(taken(step, Stand { state, approved })));
            assert_eq!(found, expected, "{step}");
        }
    }

    #[test]
    fn an_edit_takes_the_approval_back() {
        let expected = ["draft", "review", "review", "review", "review", "no", "no"];
        let found = STANDS.map(|(state, approved)| shown(edited(Stand { state, approved })));
        assert_eq!(found, expected);
    }

    #[test]
    fn every_refusal_says_what_to_do_instead() {
        for (state, approved) in STANDS {
            let from = Stand { state, approved };
            let steps = Step::ALL.iter().map(|step| taken(*step, from));
            for refusal in steps.chain([edited(from)]).filter_map(Result::err) {
                assert!(!refusal.why.is_empty() && !refusal.instead.is_empty());
            }
        }
    }
}
