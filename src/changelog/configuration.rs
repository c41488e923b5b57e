//! Reading what an account's configuration has to look like: `configuration.toml`.
//!
//! ```toml
//! schema = 1
//! stream = "app"                       # the stream that `versions` below are of
//!
//! [[document]]                         # one for each kind of file that a checkup takes
//! id = "settings"
//! name = "Acme settings"
//! known-by = ["tenant", "app_version"] # an object with at least two of these keys
//! version = "/app_version"             # where the version stands that the account is set to run
//! created = "/created_at"              # where the day stands on which it was made
//! from = "GET https://example.org/settings"
//!
//! [[document]]
//! id = "roles"
//! name = "roles"
//! list = "roles"                       # a list below this key, or a bare array of such items
//! known-by = ["name", "scope"]         # each item has all of these keys
//!
//! [[use]]                              # what no document tells: `--using reports`
//! id = "reports"
//! name = "reports"
//!
//! [[requirement]]
//! id = "roles-for-reports"
//! document = "roles"
//! pointer = "/roles/*/name"            # RFC 6901; `*` stands for every item
//! op = "contains-all"                  # absent, equals, matches, absent-or-in, absent-or-false, contains-all,
//!                                      # semver-not-intersecting, absent-or-semver-subset, semver-min
//! expected = ["admin", "reader"]       # a value, values, a regular expression, a range or a version, as `op` needs it
//! where = { "/roles/*/scope" = "all" } # only items in which this stands
//! versions = ">=2.0.0"                 # when it counts: versions, after (a day), using (an id), created-from (a day)
//! using = "reports"
//! severity = "warning"                 # error: it would not load; warning: a feature would not work; note: another default
//! milder = ["legacy"]                  # values that are one step less grave
//! why = "Reports are made by these roles."
//! action = "Create the missing roles."
//! source = ["Acme release notes"]
//!
//! [[conflict]]                         # what leaves an account out of an automatic change: it needs the rule to hold
//! entry = "roles-for-all"              # the entry of the changelog that brings the change
//! what = "a role of that name is present"
//! document = "roles"
//! pointer = "/roles/*/name"
//! op = "absent"
//!
//! [[setting]]                          # where a setting of the changelog stands that has no pointer there
//! id = "acme.roles"
//! document = "roles"
//! pointer = "/roles/*/name"
//!
//! [[field]]                            # a known field and its type
//! document = "settings"
//! pointer = "/app_version"
//! type = "string"                      # string, boolean, integer, number, object, array
//! nullable = true
//! values = ["a", "b"]
//! sid = "AC"                           # what an identifier begins with
//! ```
//!
//! Reading never fails on text: what is wrong is a problem with its place, and unknown keys are warned of.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::changelog::cursor::{Cursor, Report, parse};
use crate::domain::configuration::{
    Conflict, DocumentKind, Expected, Field, Op, Requirement, Rule, Rules, SettingPlace, Use, When,
};
use crate::domain::pattern::Pattern;
use crate::domain::pointer::Pointer;
use crate::domain::problem::{Problem, Severity};
use crate::domain::range::Range;
use crate::domain::text::Untrusted;
use crate::domain::version::SemVersion;

/// The version of the form that is read.
const SCHEMA: i64 = 1;

/// Reads the rules; `file` is what problems call it.
pub fn read_rules(text: &str, file: &str) -> (Rules, Vec<Problem>) {
    let mut report = Report::new(file, text);
    let table = parse(text, &mut report);
    let mut cursor = Cursor::new(table.get_ref(), 0, "the file");
    schema(&mut cursor, &mut report);
    let mut rules = Rules {
        stream: cursor.required(&mut report, "stream").unwrap_or_default(),
        ..Rules::default()
    };
    rules.documents = all(&mut cursor, &mut report, "document", "a document", document);
    rules.uses = all(&mut cursor, &mut report, "use", "a use", |table, report| {
        Some(Use {
            id: table.required(report, "id")?,
            name: table.required(report, "name")?,
        })
    });
    let known = Known {
        documents: rules.documents.iter().map(|one| one.id.clone()).collect(),
        uses: rules.uses.iter().map(|one| one.id.clone()).collect(),
    };
    let mut ids = BTreeSet::new();
    rules.requirements = all(
        &mut cursor,
        &mut report,
        "requirement",
        "a requirement",
        |table, report| {
            let found = requirement(table, report, &known)?;
            if !ids.insert(found.id.clone()) {
                report.error(
                    table.at_key("id"),
                    format!("two requirements have the id `{}`", found.id),
                );
            }
            Some(found)
        },
    );
    rules.conflicts = all(
        &mut cursor,
        &mut report,
        "conflict",
        "a conflict",
        |table, report| {
            let entry = table.required(report, "entry");
            let what = table.required(report, "what");
            let sources = table.texts(report, "source");
            let rule = rule(table, report, &known)?;
            Some(Conflict {
                entry: entry?,
                what: Untrusted::from(what?),
                rule,
                sources,
            })
        },
    );
    rules.settings = all(
        &mut cursor,
        &mut report,
        "setting",
        "a setting",
        |table, report| {
            let id = table.required(report, "id");
            let _sources = table.texts(report, "source");
            let (document, pointer) = place(table, report, &known)?;
            Some(SettingPlace {
                id: id?,
                document,
                pointer,
            })
        },
    );
    rules.fields = all(
        &mut cursor,
        &mut report,
        "field",
        "a field",
        |table, report| field(table, report, &known),
    );
    cursor.finish(&mut report);
    (rules, report.into_problems())
}

/// What other tables may name.
struct Known {
    documents: BTreeSet<String>,
    uses: BTreeSet<String>,
}

pub(super) fn schema(cursor: &mut Cursor<'_, '_>, report: &mut Report<'_>) {
    match cursor.integer(report, "schema") {
        Some(SCHEMA) => {}
        Some(other) => report.error(
            cursor.at_key("schema"),
            format!("`schema` is {other}, and this forewarn reads {SCHEMA}"),
        ),
        None => report.add(
            Severity::Error,
            0,
            "`schema` is missing",
            Some(format!("write `schema = {SCHEMA}` in the first line")),
        ),
    }
}

/// The tables below a key, each read by `one`.
pub(super) fn all<T>(
    cursor: &mut Cursor<'_, '_>,
    report: &mut Report<'_>,
    key: &'static str,
    what: &'static str,
    mut one: impl FnMut(&mut Cursor<'_, '_>, &mut Report<'_>) -> Option<T>,
) -> Vec<T> {
    let mut found = Vec::new();
    for mut table in cursor.tables(report, key, what) {
        found.extend(one(&mut table, report));
        table.finish(report);
    }
    found
}

fn document(table: &mut Cursor<'_, '_>, report: &mut Report<'_>) -> Option<DocumentKind> {
    let id = table.required(report, "id");
    let name = table.required(report, "name");
    let known_by = table.strings(report, "known-by");
    if known_by.is_empty() {
        report.error(
            table.at(),
            "a document needs `known-by`: keys that tell it from others",
        );
    }
    let list = table.string(report, "list");
    let sid = table.string(report, "sid");
    let version = table.value::<Pointer>(report, "version");
    let created = table.value::<Pointer>(report, "created");
    let from = table.string(report, "from");
    Some(DocumentKind {
        id: id?,
        name: name?,
        list,
        known_by,
        sid,
        version,
        created,
        from,
    })
}

fn requirement(
    table: &mut Cursor<'_, '_>,
    report: &mut Report<'_>,
    known: &Known,
) -> Option<Requirement> {
    let id = table.required(report, "id");
    let severity = table.word::<Severity>(report, "severity");
    if severity.is_none() && table.at_key("severity") == table.at() {
        report.error(
            table.at(),
            "a requirement needs `severity`: error, warning or note",
        );
    }
    let why = table.required(report, "why");
    let action = table.text(report, "action");
    let milder = values(table.json(report, "milder"));
    let sources = table.texts(report, "source");
    let when = when(table, report, known);
    let rule = rule(table, report, known);
    Some(Requirement {
        id: id?,
        rule: rule?,
        when,
        severity: severity?,
        milder,
        why: Untrusted::from(why?),
        action,
        sources,
    })
}

fn when(table: &mut Cursor<'_, '_>, report: &mut Report<'_>, known: &Known) -> When {
    let versions = table
        .string(report, "versions")
        .and_then(|text| range(table, report, "versions", text));
    let after = table.date(report, "after");
    let using = table.string(report, "using");
    if let Some(using) = using.as_ref().filter(|using| !known.uses.contains(*using)) {
        report.error(
            table.at_key("using"),
            format!("`using`: no `[[use]]` has the id `{using}`"),
        );
    }
    let created_from = table.date(report, "created-from");
    When {
        versions,
        after,
        using,
        created_from,
    }
}

fn range(
    table: &Cursor<'_, '_>,
    report: &mut Report<'_>,
    key: &str,
    text: String,
) -> Option<(Range, String)> {
    match Range::npm(&text) {
        Ok(range) => Some((range, text)),
        Err(error) => {
            report.error(table.at_key(key), format!("`{key}`: {error}"));
            None
        }
    }
}

fn place(
    table: &mut Cursor<'_, '_>,
    report: &mut Report<'_>,
    known: &Known,
) -> Option<(String, Pointer)> {
    let document = table.required(report, "document");
    if let Some(id) = document
        .as_ref()
        .filter(|id| !known.documents.contains(*id))
    {
        report.error(
            table.at_key("document"),
            format!("`document`: no `[[document]]` has the id `{id}`"),
        );
    }
    if table.at_key("pointer") == table.at() {
        report.error(table.at(), "`pointer` is missing");
    }
    let pointer = table.value::<Pointer>(report, "pointer");
    Some((document?, pointer?))
}

fn rule(table: &mut Cursor<'_, '_>, report: &mut Report<'_>, known: &Known) -> Option<Rule> {
    let at = place(table, report, known);
    let op = table.word::<Op>(report, "op");
    if op.is_none() && table.at_key("op") == table.at() {
        report.error(
            table.at(),
            format!("`op` is missing; it is one of {}", Op::WORDS.join(", ")),
        );
    }
    let written = table.json(report, "expected");
    let mut places = Vec::new();
    if let Some(Value::Object(keys)) = table.json(report, "where") {
        for (key, value) in keys {
            match key.parse::<Pointer>() {
                Ok(pointer) => places.push((pointer, value)),
                Err(error) => report.error(table.at_key("where"), format!("`where`: {error}")),
            }
        }
    }
    let (document, pointer) = at?;
    let op = op?;
    Some(Rule {
        document,
        pointer,
        op,
        expected: expected(table, report, op, written)?,
        places,
    })
}

/// What an operation needs, of what is written.
fn expected(
    table: &Cursor<'_, '_>,
    report: &mut Report<'_>,
    op: Op,
    written: Option<Value>,
) -> Option<Expected> {
    let needs = |report: &mut Report<'_>, what: &str| {
        report.error(
            table.at_key("expected"),
            format!("`expected` must be {what} for the operation {op}"),
        );
        None
    };
    match (op, written) {
        (Op::Absent | Op::AbsentOrFalse, None) => Some(Expected::Nothing),
        (Op::Absent | Op::AbsentOrFalse, Some(_)) => {
            report.error(
                table.at_key("expected"),
                format!("`expected` says nothing for the operation {op}"),
            );
            None
        }
        (Op::Equals | Op::AbsentOrIn | Op::ContainsAll, Some(value)) => {
            let values = values(Some(value));
            let is_one = op != Op::Equals || values.len() == 1;
            if values.is_empty() || !is_one {
                return needs(report, if is_one { "values" } else { "one value" });
            }
            Some(Expected::Values(values))
        }
        (Op::Matches, Some(Value::String(text))) => match text.parse::<Pattern>() {
            Ok(pattern) => Some(Expected::Pattern(pattern)),
            Err(error) => {
                report.error(table.at_key("expected"), format!("`expected`: {error}"));
                None
            }
        },
        (Op::SemverNotIntersecting | Op::AbsentOrSemverSubset, Some(Value::String(text))) => {
            range(table, report, "expected", text).map(|(range, text)| Expected::Range(range, text))
        }
        (Op::SemverMin, Some(Value::String(text))) => match text.parse::<SemVersion>() {
            Ok(version) => Some(Expected::Version(version)),
            Err(error) => {
                report.error(table.at_key("expected"), format!("`expected`: {error}"));
                None
            }
        },
        (Op::Equals | Op::AbsentOrIn | Op::ContainsAll, None) => needs(report, "a value or values"),
        (Op::Matches, _) => needs(report, "a regular expression"),
        (Op::SemverNotIntersecting | Op::AbsentOrSemverSubset, _) => needs(report, "a range"),
        (Op::SemverMin, _) => needs(report, "a version"),
    }
}

/// A value, or the values of an array.
fn values(value: Option<Value>) -> Vec<Value> {
    match value {
        None => Vec::new(),
        Some(Value::Array(values)) => values,
        Some(value) => vec![value],
    }
}

fn field(table: &mut Cursor<'_, '_>, report: &mut Report<'_>, known: &Known) -> Option<Field> {
    let at = place(table, report, known);
    let kind = table.word(report, "type");
    if kind.is_none() && table.at_key("type") == table.at() {
        report.error(table.at(), "a field needs `type`");
    }
    let nullable = table.boolean(report, "nullable").unwrap_or(true);
    let values = table.strings(report, "values");
    let sid = table.string(report, "sid");
    let sources = table.texts(report, "source");
    let (document, pointer) = at?;
    Some(Field {
        document,
        pointer,
        kind: kind?,
        nullable,
        values,
        sid,
        sources,
    })
}

#[cfg(test)]
mod tests;
