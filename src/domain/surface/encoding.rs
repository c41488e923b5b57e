//! Surfaces as bytes: what databases and the binary keep, before compression.
//!
//! Modules are encoded one by one, each complete in itself, so that a module that did not change between two versions
//! has the same bytes in both: that is what makes a long history small. The form is forewarn's own and is versioned.

pub(super) mod skim;

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::domain::surface::modules::Modules;
use crate::domain::surface::walk::reachable;
use crate::domain::surface::{
    Gap, Language, MemberPackage, Module, ModuleId, Requirement, Said, Surface, Tag,
};

/// Raised when the form changes; bytes of another form are refused.
const FORM: u8 = 2;

/// Bytes that are no surface of this form.
#[derive(Debug, thiserror::Error)]
pub enum EncodingError {
    #[error("the surface is of form {0}, which this forewarn does not read")]
    Form(u8),
    #[error("the bytes of the surface are damaged")]
    Damaged(#[from] postcard::Error),
}

#[derive(Serialize, Deserialize)]
struct Head {
    language: Language,
    package: String,
    version: String,
    members: Vec<MemberPackage>,
    requires: Vec<Requirement>,
    root: Option<ModuleId>,
    tags: Vec<Tag>,
    said: Vec<Said>,
    gaps: Vec<Gap>,
    /// How many of the directory's first modules the roots lead to.
    reachable: u32,
    /// Each module with the length of its bytes.
    directory: Vec<(ModuleId, u32)>,
}

/// The surface as bytes: equal surfaces give equal bytes.
///
/// What the roots lead to comes first, so that it can be decoded without the rest.
///
/// # Errors
/// None in practice: the encoder only fails on types that cannot be encoded.
pub fn encode(surface: &Surface) -> Result<Vec<u8>, EncodingError> {
    let reachable = reachable(surface);
    let (first, rest): (Vec<_>, Vec<_>) = surface
        .modules
        .iter()
        .partition(|(id, _)| reachable.contains(id));
    let mut directory = Vec::with_capacity(surface.modules.len());
    let mut chunks = Vec::new();
    for (id, module) in first.iter().chain(&rest) {
        let before = chunks.len();
        chunks = postcard::to_extend(module, chunks)?;
        directory.push(((*id).clone(), number(chunks.len() - before)));
    }
    let head = Head {
        language: surface.language,
        package: surface.package.clone(),
        version: surface.version.clone(),
        members: surface.members.clone(),
        requires: surface.requires.clone(),
        root: surface.root.clone(),
        tags: surface.tags.clone(),
        said: surface.said.clone(),
        gaps: surface.gaps.clone(),
        reachable: number(first.len()),
        directory,
    };
    let mut bytes = postcard::to_extend(&head, vec![FORM])?;
    bytes.append(&mut chunks);
    Ok(bytes)
}

fn number(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

/// The surface that [`encode`] made the bytes from.
///
/// # Errors
/// Bytes of another form, or damaged ones.
pub fn decode(bytes: &[u8]) -> Result<Surface, EncodingError> {
    read(bytes, |head| head.directory.len())
}

/// As [`decode`], without the modules that only a deep import leads to: what most code needs, in less time.
///
/// # Errors
/// Bytes of another form, or damaged ones.
pub fn decode_reachable(bytes: &[u8]) -> Result<Surface, EncodingError> {
    read(bytes, |head| head.reachable as usize)
}

fn read(bytes: &[u8], wanted: impl Fn(&Head) -> usize) -> Result<Surface, EncodingError> {
    let (form, rest) = bytes.split_first().unwrap_or((&0, &[]));
    if *form != FORM {
        return Err(EncodingError::Form(*form));
    }
    let (mut head, mut rest) = postcard::take_from_bytes::<Head>(rest)?;
    // What damaged bytes ask for is no more than there is.
    let count = wanted(&head).min(head.directory.len());
    let mut chunks = Vec::with_capacity(count);
    for (id, length) in std::mem::take(&mut head.directory).into_iter().take(count) {
        let (chunk, after) = rest
            .split_at_checked(length as usize)
            .ok_or(postcard::Error::DeserializeUnexpectedEnd)?;
        chunks.push((id, chunk));
        rest = after;
    }
    // Side by side: it is most of the time until a surface is ready.
    let modules: BTreeMap<ModuleId, Module> = chunks
        .into_par_iter()
        .with_min_len(64)
        .map(|(id, chunk)| Ok((id, postcard::from_bytes(chunk)?)))
        .collect::<Result<Vec<_>, EncodingError>>()?
        .into_iter()
        .collect();
    once_each(modules.len(), count)?;
    Ok(head.with(modules.into()))
}

/// As [`decode`] (`deep`) or [`decode_reachable`], but that each module is decoded only when it is asked for. Whether one
/// is damaged then shows in [`Modules::is_damaged`].
///
/// # Errors
/// Bytes of another form; damaged ones, as far as that is seen without decoding the modules.
pub fn decode_lazily(bytes: Arc<[u8]>, deep: bool) -> Result<Surface, EncodingError> {
    let (form, rest) = bytes.split_first().unwrap_or((&0, &[]));
    if *form != FORM {
        return Err(EncodingError::Form(*form));
    }
    let (mut head, rest) = postcard::take_from_bytes::<Head>(rest)?;
    let mut start = bytes.len() - rest.len();
    let directory = std::mem::take(&mut head.directory);
    let count = if deep {
        directory.len()
    } else {
        directory.len().min(head.reachable as usize)
    };
    let mut places = Vec::with_capacity(count);
    for (id, length) in directory.into_iter().take(count) {
        let end = start.checked_add(length as usize);
        let end = end
            .filter(|end| *end <= bytes.len())
            .ok_or(postcard::Error::DeserializeUnexpectedEnd)?;
        places.push((id, start..end));
        start = end;
    }
    let count = places.len();
    let modules = Modules::packed(bytes, places);
    once_each(modules.len(), count)?;
    Ok(head.with(modules))
}

/// A module that stands twice in a directory would be another one in each way of reading it.
fn once_each(modules: usize, places: usize) -> Result<(), EncodingError> {
    if modules == places {
        return Ok(());
    }
    Err(postcard::Error::DeserializeBadEncoding.into())
}

impl Head {
    fn with(self, modules: Modules) -> Surface {
        Surface {
            language: self.language,
            package: self.package,
            version: self.version,
            members: self.members,
            requires: self.requires,
            root: self.root,
            modules,
            tags: self.tags,
            said: self.said,
            gaps: self.gaps,
        }
    }
}

impl Surface {
    /// Without the authors' sentences: names, kinds, types, versions and replacements stay.
    pub fn strip_words(&mut self) {
        for one in &mut self.said {
            one.notice.strip_words();
        }
        for module in self.modules.values_mut() {
            for export in &mut module.exports {
                export.notes.strip_words();
            }
            for declaration in &mut module.declarations {
                declaration.notes.strip_words();
                for member in &mut declaration.members {
                    member.notes.strip_words();
                }
            }
        }
    }
}

#[cfg(test)]
mod tests;
