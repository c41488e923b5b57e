//! The names that a text offers as replacements.
//!
//! A name is offered by a cue ("use", "replaced by", "in favor of") that it follows, or by a `{@link}`. Only what is
//! marked as code, or looks like it, is a name: nothing is made up out of a sentence.

/// A piece of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// In backticks or quotes.
    Marked(String),
    /// `{@link X}`.
    Link(String),
    Word(String),
}

/// The names that the text of a deprecation offers, best first.
pub(super) fn of_text(text: &str, own: &str) -> Vec<String> {
    let pieces = pieces(text);
    let mut found = cued(&pieces);
    for piece in &pieces {
        if let Piece::Link(name) = piece {
            add(&mut found, name);
        }
    }
    without(found, own)
}

/// The names that a recommendation offers: it may also be nothing but a name, or name without a cue.
pub(super) fn of_advice(text: &str, own: &str) -> Vec<String> {
    let pieces = pieces(text);
    if let [Piece::Word(word)] = pieces.as_slice() {
        return name_in(word).map_or_else(Vec::new, |name| without(vec![name], own));
    }
    let mut found = of_text(text, own);
    if found.is_empty() {
        for piece in &pieces {
            if let Piece::Marked(name) = piece {
                add(&mut found, name);
            }
        }
    }
    without(found, own)
}

fn without(mut found: Vec<String>, own: &str) -> Vec<String> {
    let last = own.rsplit('.').next().unwrap_or(own);
    found.retain(|name| name != own && name != last);
    found
}

fn add(found: &mut Vec<String>, name: &str) {
    if !found.iter().any(|one| one == name) {
        found.push(name.to_owned());
    }
}

/// The names that follow a cue.
fn cued(pieces: &[Piece]) -> Vec<String> {
    let mut found = Vec::new();
    for at in 0..pieces.len() {
        if let Some(rest) = after_cue(pieces, at) {
            take_names(rest, &mut found);
        }
    }
    found
}

/// What follows the cue that ends at a piece, if there is one.
fn after_cue(pieces: &[Piece], at: usize) -> Option<&[Piece]> {
    let word = |back: usize| {
        at.checked_sub(back)
            .and_then(|at| pieces.get(at))
            .map(word_of)
            .unwrap_or_default()
    };
    let is_cue = match word(0).as_str() {
        "use" | "using" | "prefer" => !matches!(
            word(1).as_str(),
            "not" | "don't" | "dont" | "never" | "cannot" | "can't" | "longer" | "of" | "to"
        ),
        "by" | "with" => matches!(
            word(1).as_str(),
            "replaced" | "superseded" | "replace" | "substituted"
        ),
        "of" => matches!(word(1).as_str(), "favor" | "favour") && word(2) == "in",
        "to" => matches!(word(1).as_str(), "renamed" | "moved" | "switch" | "migrate"),
        _ => false,
    };
    is_cue.then(|| pieces.get(at + 1..).unwrap_or_default())
}

/// Takes the names that a cue is followed by: past a few words without a name's look, and on over "or" and "and".
fn take_names(pieces: &[Piece], found: &mut Vec<String>) {
    let mut skipped = 0;
    let mut rest = pieces.iter().peekable();
    let mut wanted = true;
    while let Some(piece) = rest.next() {
        let word = word_of(piece);
        if matches!(word.as_str(), "or" | "and" | "/") {
            wanted = true;
            continue;
        }
        if !wanted {
            return;
        }
        let name = match piece {
            Piece::Marked(name) | Piece::Link(name) => Some(name.clone()),
            Piece::Word(text) => {
                let is_plain = rest.peek().is_some_and(|next| word_of(next) == "instead");
                name_in(text).filter(|name| {
                    looks_like_code(name) || (is_plain && !is_pronoun(&word) && skipped == 0)
                })
            }
        };
        match name {
            Some(name) => {
                add(found, &name);
                // "use A, B": a comma goes on as "or" does.
                wanted = matches!(piece, Piece::Word(text) if text.ends_with(','));
                if matches!(piece, Piece::Word(text) if text.ends_with(['.', ';', ':'])) {
                    return;
                }
            }
            None if is_between(&word) && skipped < 3 => skipped += 1,
            None => return,
        }
    }
}

fn is_between(word: &str) -> bool {
    matches!(
        word,
        "the"
            | "a"
            | "an"
            | "new"
            | "our"
            | "its"
            | "either"
            | "instead"
            | "function"
            | "method"
            | "hook"
            | "component"
            | "property"
            | "getter"
            | "type"
            | "interface"
            | "class"
            | "static"
    )
}

fn is_pronoun(word: &str) -> bool {
    matches!(
        word,
        "this"
            | "that"
            | "it"
            | "them"
            | "these"
            | "those"
            | "something"
            | "other"
            | "others"
            | "one"
    )
}

/// The lower-case form of a word, without punctuation; of a marked name nothing.
pub(super) fn word_of(piece: &Piece) -> String {
    match piece {
        Piece::Word(word) if word == "/" => word.clone(),
        Piece::Word(word) => word
            .trim_matches(|one: char| !one.is_alphanumeric())
            .to_ascii_lowercase(),
        Piece::Marked(_) | Piece::Link(_) => String::new(),
    }
}

/// A name path in a bare word, without the punctuation that ends a sentence.
fn name_in(word: &str) -> Option<String> {
    let word = word
        .trim_start_matches('(')
        .trim_end_matches([',', '.', ';', ':', '!']);
    let word = if word.ends_with("()") {
        word
    } else {
        word.trim_end_matches(')')
    };
    is_path(word).then(|| word.to_owned())
}

/// Whether a text is a name, or names with dots between.
fn is_path(text: &str) -> bool {
    let text = text.strip_suffix("()").unwrap_or(text);
    !text.is_empty()
        && text.split(['.', '#']).all(|part| {
            part.starts_with(|one: char| one.is_alphabetic() || one == '_' || one == '$')
                && part
                    .chars()
                    .all(|one| one.is_alphanumeric() || one == '_' || one == '$')
        })
}

/// Whether a bare word can only be code: it has a dot, an underscore, parentheses or a capital within.
fn looks_like_code(name: &str) -> bool {
    name.contains(['.', '_', '(', '$', '#'])
        || name.chars().skip(1).any(char::is_uppercase) && name.chars().any(char::is_lowercase)
}

/// Takes a text apart into words and marked names.
pub(super) fn pieces(text: &str) -> Vec<Piece> {
    let mut found = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let taken = match first {
            '`' => marked(rest, '`', |text| !text.contains(char::is_whitespace)),
            '"' | '\'' => marked(rest, first, is_path),
            '{' => link(rest),
            _ => None,
        };
        if let Some((piece, after)) = taken {
            found.push(piece);
            // Punctuation right behind a mark belongs to no word, but a full stop ends what a cue offers.
            let after = after.trim_start_matches([',', ':', ';', ')']);
            rest = after.trim_start();
            continue;
        }
        let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        // A mark may follow a bracket: "(`x`)".
        if let Some(inner) = word.strip_prefix('(')
            && inner.starts_with(['`', '"', '\'', '{'])
        {
            rest = rest.trim_start_matches('(');
            continue;
        }
        found.push(Piece::Word(word.to_owned()));
        rest = after.trim_start();
    }
    found
}

/// A marked text at the beginning, if it closes and is a name.
fn marked(text: &str, mark: char, is_name: impl Fn(&str) -> bool) -> Option<(Piece, &str)> {
    let inner = text.strip_prefix(mark)?;
    let (name, after) = inner.split_once(mark)?;
    let is_name = is_name(name)
        && name.starts_with(|one: char| one.is_alphabetic() || one == '_' || one == '$');
    is_name.then(|| (Piece::Marked(name.to_owned()), after))
}

/// `{@link X}`, `{@link X | text}`, `{@linkcode X}`; not one to an address.
fn link(text: &str) -> Option<(Piece, &str)> {
    let inner = text.strip_prefix("{@link")?;
    let inner = inner
        .strip_prefix("code")
        .or_else(|| inner.strip_prefix("plain"))
        .unwrap_or(inner);
    let (inner, after) = inner.split_once('}')?;
    let name = inner
        .split(['|', ' ', '\n'])
        .find(|part| !part.is_empty())?;
    is_path(name).then(|| (Piece::Link(name.to_owned()), after))
}
