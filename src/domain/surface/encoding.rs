//! Surfaces as bytes: what databases and the binary keep, before compression.
//!
//! Modules are encoded one by one, each complete in itself, so that a module that did not change between two versions
//! has the same bytes in both: that is what makes a long history small. The form is forewarn's own and is versioned.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::domain::surface::{
    Gap, Language, MemberPackage, Module, ModuleId, Requirement, Surface, Tag,
};

/// Raised when the form changes; bytes of another form are refused.
const FORM: u8 = 1;

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
    gaps: Vec<Gap>,
    modules: u32,
}

/// The surface as bytes: equal surfaces give equal bytes.
///
/// # Errors
/// None in practice: the encoder only fails on types that cannot be encoded.
pub fn encode(surface: &Surface) -> Result<Vec<u8>, EncodingError> {
    let head = Head {
        language: surface.language,
        package: surface.package.clone(),
        version: surface.version.clone(),
        members: surface.members.clone(),
        requires: surface.requires.clone(),
        root: surface.root.clone(),
        tags: surface.tags.clone(),
        gaps: surface.gaps.clone(),
        modules: u32::try_from(surface.modules.len()).unwrap_or(u32::MAX),
    };
    let mut bytes = postcard::to_extend(&head, vec![FORM])?;
    for (id, module) in &surface.modules {
        bytes = postcard::to_extend(&(id, module), bytes)?;
    }
    Ok(bytes)
}

/// The surface that [`encode`] made the bytes from.
///
/// # Errors
/// Bytes of another form, or damaged ones.
pub fn decode(bytes: &[u8]) -> Result<Surface, EncodingError> {
    let (form, rest) = bytes.split_first().unwrap_or((&0, &[]));
    if *form != FORM {
        return Err(EncodingError::Form(*form));
    }
    let (head, mut rest) = postcard::take_from_bytes::<Head>(rest)?;
    let mut modules: BTreeMap<ModuleId, Module> = BTreeMap::new();
    for _ in 0..head.modules {
        let ((id, module), after) = postcard::take_from_bytes(rest)?;
        modules.insert(id, module);
        rest = after;
    }
    Ok(Surface {
        language: head.language,
        package: head.package,
        version: head.version,
        members: head.members,
        requires: head.requires,
        root: head.root,
        modules,
        tags: head.tags,
        gaps: head.gaps,
    })
}

impl Surface {
    /// Without the authors' sentences: names, kinds, types, versions and replacements stay.
    pub fn strip_words(&mut self) {
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
