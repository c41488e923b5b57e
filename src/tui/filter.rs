//! What the changelog is narrowed to: the rows to choose from, and what each switches.

use crate::app::browse::{Choices, Filter};
use crate::domain::date::Date;
use crate::domain::entry::EntryKind;
use crate::domain::release::Stage;
use crate::domain::text::Untrusted;
use crate::tui::model::Model;

/// How far back the offers of days go, with what they are called.
const BACK: [(i32, &str); 4] = [
    (30, "the last 30 days"),
    (91, "the last three months"),
    (365, "the last year"),
    (730, "the last two years"),
];

/// One thing that a filter may ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Row {
    Stream(String),
    Kind(EntryKind),
    Breaking,
    /// From this day on, with what it is called.
    Since(Date, &'static str),
    Stage(Stage),
    Audience(String),
    /// By its id, with its name.
    Feature(String, Untrusted),
}

/// The rows, in the order in which they are shown. A choice of one is none.
pub fn rows(model: &Model) -> Vec<Row> {
    let mut rows = Vec::new();
    if let Some(timeline) = model.changelog.timeline.here() {
        rows.extend(
            timeline
                .lanes
                .iter()
                .map(|lane| Row::Stream(lane.id.clone())),
        );
    }
    rows.extend(EntryKind::ALL.iter().copied().map(Row::Kind));
    rows.push(Row::Breaking);
    rows.extend(BACK.map(|(days, called)| Row::Since(model.as_of.plus_days(-days), called)));
    let nothing = Choices::default();
    let choices = model.changelog.choices.as_deref().unwrap_or(&nothing);
    if choices.stages.len() > 1 {
        rows.extend(choices.stages.iter().copied().map(Row::Stage));
    }
    if choices.audiences.len() > 1 {
        rows.extend(choices.audiences.iter().cloned().map(Row::Audience));
    }
    rows.extend(
        choices
            .features
            .iter()
            .map(|(id, name)| Row::Feature(id.clone(), name.clone())),
    );
    rows
}

impl Row {
    /// What is chosen by it.
    pub fn label(&self) -> String {
        match self {
            Self::Stream(id) => id.clone(),
            Self::Kind(kind) => kind.to_string(),
            Self::Breaking => "breaking".to_owned(),
            Self::Since(day, _) => format!("since {day}"),
            Self::Stage(stage) => stage.to_string(),
            Self::Audience(audience) => Untrusted::from(audience.as_str()).for_terminal_line(),
            Self::Feature(_, name) => name.for_terminal_line(),
        }
    }

    /// What sort of thing that is.
    pub const fn sort(&self) -> &'static str {
        match self {
            Self::Stream(_) => "stream",
            Self::Kind(_) => "kind",
            Self::Breaking => "only what breaks something",
            Self::Since(_, called) => called,
            Self::Stage(_) => "stage of the release",
            Self::Audience(_) => "for whom",
            Self::Feature(..) => "feature",
        }
    }

    pub fn is_on(&self, filter: &Filter) -> bool {
        match self {
            Self::Stream(id) => filter.streams.contains(id),
            Self::Kind(kind) => filter.kinds.contains(kind),
            Self::Breaking => filter.breaking,
            Self::Since(day, _) => filter.since == Some(*day),
            Self::Stage(stage) => filter.stages.contains(stage),
            Self::Audience(audience) => filter.audiences.contains(audience),
            Self::Feature(id, _) => filter.features.contains(id),
        }
    }

    pub fn switch(self, filter: &mut Filter) {
        match self {
            Self::Stream(id) => toggle(&mut filter.streams, id),
            Self::Kind(kind) => toggle(&mut filter.kinds, kind),
            Self::Breaking => filter.breaking = !filter.breaking,
            Self::Since(day, _) => {
                filter.since = Some(day).filter(|day| filter.since != Some(*day));
            }
            Self::Stage(stage) => toggle(&mut filter.stages, stage),
            Self::Audience(audience) => toggle(&mut filter.audiences, audience),
            Self::Feature(id, _) => toggle(&mut filter.features, id),
        }
    }
}

/// What a filter asks for, in words; empty if it is nothing.
pub fn words(filter: &Filter, model: &Model) -> String {
    let mut words: Vec<String> = rows(model)
        .iter()
        .filter(|row| row.is_on(filter))
        .map(Row::label)
        .collect();
    // A day that was offered on another one.
    if let Some(since) = filter.since {
        let said = Row::Since(since, "").label();
        if !words.contains(&said) {
            words.push(said);
        }
    }
    words.join(", ")
}

fn toggle<T: PartialEq>(chosen: &mut Vec<T>, one: T) {
    match chosen.iter().position(|other| *other == one) {
        Some(at) => {
            chosen.remove(at);
        }
        None => chosen.push(one),
    }
}
