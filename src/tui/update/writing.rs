//! Commands that change the changelog, and what is shown over the screen.

use crate::app::edit::{self, EntryFields, NewEntry, Planned};
use crate::domain::entry::EntryKind;
use crate::tui::form::{Field, Form, FormOf};
use crate::tui::input::Input;
use crate::tui::keys::Command;
use crate::tui::model::{
    ChangelogRow, Choice, ChoiceOf, ChoiceOption, Loaded, Model, Overlay, Place, Screen, Wanted,
};
use crate::tui::msg::{Act, Effect, Question};
use crate::tui::update::commands::form;
use crate::tui::update::say;

/// What the row under the cursor of the drafts is: its id, and whether it is a release.
fn draft(model: &Model) -> Option<(String, bool)> {
    let page = model.drafts.page.here()?;
    let row = page.rows.get(model.drafts.chosen()?)?;
    let is_release = matches!(&row.wanted, Some(Wanted::Show(id)) if id.starts_with("release:"));
    Some((row.id.clone(), is_release))
}

pub(super) fn run(model: &mut Model, command: Command) -> Vec<Effect> {
    match command {
        Command::NewEntry => new_entry(model),
        Command::NewRelease => {
            let fields = vec![
                Field::new(
                    "release",
                    "",
                    "STREAM/VERSION; it takes up all fragments of the stream",
                ),
                Field::new(
                    "summary",
                    "",
                    "one or two sentences; Enter begins the draft",
                ),
            ];
            form(model, "Begin a release", FormOf::NewRelease, fields)
        }
        Command::Undo => vec![Effect::Ask(Question::Act(Act::Undo))],
        Command::Correct => correct(model),
        Command::Accounts => over(model, "Accounts", Wanted::Accounts),
        Command::Forecast => over(model, "Lines and what is to be expected", Wanted::Forecast),
        Command::History if model.screen == Screen::Plugins => {
            over(model, "Recorded scans", Wanted::Progress)
        }
        Command::History => {
            let id = match model.screen {
                Screen::Drafts => draft(model).map(|(id, _)| id),
                _ => model.changelog.id(model.changelog.place.cursor),
            };
            match id {
                Some(id) => over(model, &format!("History of {id}"), Wanted::History(id)),
                None => nothing(model, "choose an entry or a release first"),
            }
        }
        command => with_draft(model, command),
    }
}

fn nothing(model: &mut Model, what: &str) -> Vec<Effect> {
    say(model, what, true);
    Vec::new()
}

/// Where files of their own are, of the first stream: their name is still to be written. Nothing without a stream.
fn fragments(model: &Model) -> String {
    let lanes = model
        .changelog
        .timeline
        .here()
        .map(|timeline| &timeline.lanes);
    let first = lanes.and_then(|lanes| lanes.first());
    first.map_or_else(String::new, |lane| format!("{}/unreleased/", lane.id))
}

fn new_entry(model: &mut Model) -> Vec<Effect> {
    let place = match draft(model) {
        Some((id, true)) => id,
        _ => fragments(model),
    };
    let fields = vec![
        Field::new(
            "in",
            &place,
            "STREAM/VERSION of a draft, or STREAM/unreleased/NAME for a file of its own",
        ),
        Field::of("kind", EntryKind::WORDS, "← and → choose"),
        Field::lines(
            "text",
            "",
            "what changed, and what it is to readers; Markdown",
        ),
        Field::of(
            "breaking",
            &["no", "yes"],
            "whether it breaks what is built on the platform; Enter writes it",
        ),
    ];
    form(model, "Write an entry", FormOf::NewEntry, fields)
}

fn correct(model: &mut Model) -> Vec<Effect> {
    let at = model.changelog.place.cursor;
    let (Some(ChangelogRow::Entry(release, entry)), Some(id)) =
        (model.changelog.row(at), model.changelog.id(at))
    else {
        return nothing(model, "choose an entry first");
    };
    let text = model.changelog.timeline.here().and_then(|timeline| {
        let release = timeline.releases.get(release)?;
        let entries = model.changelog.entries.get(&release.id)?;
        Some(entries.get(entry)?.text.raw().to_owned())
    });
    let fields = vec![
        Field::lines(
            "text",
            &text.unwrap_or_default(),
            "what it says from now on; its former text is kept",
        ),
        Field::new("reason", "", "readers are told; Enter writes it"),
    ];
    form(model, &format!("Correct {id}"), FormOf::Correct(id), fields)
}

/// The entry that a form is about.
///
/// # Errors
/// If something is not filled in that it needs, in words.
pub(super) fn written(form: &Form) -> Result<Planned, String> {
    let text = form.needed("text")?;
    Ok(match &form.of {
        FormOf::Correct(id) => {
            let asked = edit::Correct {
                id: id.clone(),
                text,
                ..edit::Correct::default()
            };
            Planned::Correct(asked, form.needed("reason")?)
        }
        _ => Planned::New(NewEntry {
            release: form.needed("in")?,
            id: None,
            fields: EntryFields {
                kind: form.needed("kind")?.parse().ok(),
                text: Some(text),
                breaking: Some(form.value("breaking") == "yes"),
                ..EntryFields::default()
            },
        }),
    })
}

/// What is asked of an entry as it stands in a form; `None` as long as it has no text or no place.
pub(super) fn checked(form: &Form) -> Option<Planned> {
    match written(form) {
        Ok(planned) => Some(planned),
        // The reason is the last that is written; the rules have something to say of the text before.
        Err(_) if matches!(form.of, FormOf::Correct(_)) => {
            let mut form = form.clone();
            let reason = form
                .fields
                .iter_mut()
                .find(|field| field.label == "reason")?;
            reason.input = Input::with("-");
            written(&form).ok()
        }
        Err(_) => None,
    }
}

/// What is done with the draft under the cursor.
fn with_draft(model: &mut Model, command: Command) -> Vec<Effect> {
    match (draft(model), command) {
        (None, _) => nothing(model, "choose a draft first"),
        (Some((id, is_release)), Command::EditEntry) => vec![Effect::Edit { id, is_release }],
        (Some((id, false)), Command::Delete) => vec![Effect::Ask(Question::Act(Act::Delete(id)))],
        (Some((id, true)), Command::Step) => {
            let options = [
                ("submit", "ask for a review"),
                ("approve", "it is right as it stands"),
                ("schedule", "publish it at a time"),
                ("publish", "publish it now"),
            ];
            let options = options.map(|(id, what)| ChoiceOption {
                id: id.to_owned(),
                what: what.to_owned(),
            });
            model.overlay = Some(Overlay::Choice(Choice {
                title: format!("Bring {id} further"),
                options: options.to_vec(),
                place: Place::default(),
                of: ChoiceOf::Step,
                input: Input::default(),
            }));
            Vec::new()
        }
        (Some((id, true)), Command::Withdraw) => {
            let field = Field::new("reason", "", "why it is taken back; Enter takes it back");
            form(
                model,
                &format!("Take {id} back"),
                FormOf::Withdraw(id),
                vec![field],
            )
        }
        (Some((id, true)), Command::Lint) => {
            over(model, &format!("Lints of {id}"), Wanted::Lint(id))
        }
        (Some((_, true)), _) => nothing(model, "that is for entries: choose one"),
        (Some((_, false)), _) => nothing(model, "that is for releases: choose one"),
    }
}

/// Shows something over the screen.
fn over(model: &mut Model, title: &str, wanted: Wanted) -> Vec<Effect> {
    model.overlay = Some(Overlay::Text {
        title: title.to_owned(),
        laid: Loaded::Waiting("reading".to_owned()),
        scroll: 0,
    });
    let width = crate::tui::view::over(model.size).width.saturating_sub(4);
    vec![Effect::Ask(Question::Text(model.as_of, wanted, width))]
}

/// The step that was chosen for the release under the cursor.
pub(super) fn step(model: &mut Model, step: &str) -> Vec<Effect> {
    let Some((release, true)) = draft(model) else {
        return Vec::new();
    };
    if step == "schedule" {
        let tomorrow = model.today.plus_days(1);
        let field = Field::new(
            "at",
            &format!("{tomorrow}T08:00:00Z"),
            "a time with its offset; until then no answer holds it",
        );
        return form(
            model,
            &format!("Schedule {release}"),
            FormOf::Schedule(release),
            vec![field],
        );
    }
    vec![Effect::Ask(Question::Act(Act::Step {
        release,
        step: step.to_owned(),
        at: None,
        reason: None,
    }))]
}
