//! `cfg_if!`: the items of all its branches, each with its condition.

use proc_macro2::{TokenStream, TokenTree};

use crate::syntax::rust::guard;
use crate::syntax::rust::record::{Item, ItemKind, Refusal};
use crate::syntax::rust::text;

/// Reads `if #[cfg(a)] { … } else if #[cfg(b)] { … } else { … }`.
pub(super) fn items(argument: &str, line: u32) -> Result<Vec<Item>, Refusal> {
    guard::check(argument)?;
    let Ok(tokens) = argument.parse::<TokenStream>() else {
        return Err(Refusal::new(line, "its argument is no tokens"));
    };
    let mut found: Vec<(Option<String>, String)> = Vec::new();
    let mut condition = None;
    for token in tokens {
        match token {
            TokenTree::Group(group) if group.delimiter() == proc_macro2::Delimiter::Bracket => {
                let text = text::of(group.stream());
                let inner = text
                    .strip_prefix("cfg(")
                    .and_then(|text| text.strip_suffix(')'));
                condition = inner.map(str::to_owned);
            }
            TokenTree::Group(group) => found.push((condition.take(), group.stream().to_string())),
            _ => {}
        }
    }
    proc_macro2::extra::invalidate_current_thread_spans();
    let conditions: Vec<String> = found
        .iter()
        .filter_map(|(condition, _)| condition.clone())
        .collect();
    let mut items = Vec::new();
    for (condition, text) in found {
        let condition = condition.unwrap_or_else(|| format!("not(any({}))", conditions.join(", ")));
        for mut item in super::fragment(&text, line)? {
            let own = std::iter::once(condition.clone()).chain(item.cfg.take());
            item.cfg = super::attributes::all(own.collect());
            if let ItemKind::Declared { declaration, .. } = &mut item.kind {
                declaration.cfg.clone_from(&item.cfg);
            }
            items.push(item);
        }
    }
    Ok(items)
}
