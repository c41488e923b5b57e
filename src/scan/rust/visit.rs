//! Going over the items and bodies of a file: every place that names something of a platform, and what becomes of it.

mod calls;
mod expressions;
mod items;
mod macros;
mod paths;
mod patterns;

use crate::domain::document::scan::Confidence;
use crate::scan::rust::bind::Here;
use crate::scan::rust::info::{MemberClass, World};
use crate::scan::rust::judge::Fate;
use crate::scan::rust::members::Hit;
use crate::scan::rust::ty::{Env, Ty};
use crate::scan::uses::{Kind, Site};
use crate::syntax::rust::code::{Code, Span};

/// One place that names something of a platform.
#[derive(Clone, Debug)]
pub struct Place {
    pub at: Span,
    pub site: Site,
    /// Position among the platforms.
    pub source: u16,
    pub symbol: String,
    pub what: Kind,
    pub fate: Fate,
    pub confidence: Confidence,
    /// Where the name is imported that this is another use of.
    pub imported_at: Option<Span>,
    /// The module that it stands in.
    pub node: usize,
}

/// What going over files finds.
#[derive(Debug, Default)]
pub struct Met {
    pub places: Vec<Place>,
    /// Methods of which nobody can tell whose they are.
    pub undecided: Vec<Span>,
}

/// Goes over what stands in one module.
pub struct Visit<'a, 'w> {
    world: &'a World<'w>,
    file: usize,
    node: usize,
    /// What type parameters and `Self` are here.
    env: Env,
    locals: Vec<(&'w str, Ty)>,
    /// What the function around gives back.
    returns: Ty,
    /// How sure what is met here can be.
    certainty: Confidence,
    met: Met,
}

impl<'a, 'w> Visit<'a, 'w> {
    /// Goes over all items of a module.
    pub fn module(world: &'a World<'w>, node: usize) -> Met {
        let here = &world.tree.nodes[node];
        let mut visit = Self {
            world,
            file: here.file,
            node,
            env: Env::default(),
            locals: Vec::new(),
            returns: Ty::Unknown,
            certainty: Confidence::High,
            met: Met::default(),
        };
        visit.imports();
        let missing = here.missing.iter().map(|id| visit.code()[*id].name.at);
        visit.met.undecided = missing.collect();
        for item in &here.items {
            visit.item(*item);
        }
        visit.met
    }

    fn code(&self) -> &'w Code {
        &self.world.files[self.file].code
    }

    fn here(&self) -> Here<'_> {
        Here {
            node: self.node,
            file: self.file,
            env: &self.env,
        }
    }

    /// Runs with locals that are forgotten afterwards.
    fn scoped<T>(&mut self, run: impl FnOnce(&mut Self) -> T) -> T {
        let mark = self.locals.len();
        let made = run(self);
        self.locals.truncate(mark);
        made
    }

    fn local(&self, name: &str) -> Option<&Ty> {
        let mut locals = self.locals.iter().rev();
        locals.find(|(one, _)| *one == name).map(|(_, ty)| ty)
    }

    fn set_local(&mut self, name: &str, ty: Ty) {
        let mut locals = self.locals.iter_mut().rev();
        if let Some((_, there)) = locals.find(|(one, _)| *one == name) {
            *there = ty;
        }
    }

    /// Takes note of a member of a platform.
    fn member(&mut self, at: Span, site: Site, hit: &Hit) {
        let Hit {
            owner,
            ref name,
            class,
            is_guess,
            by_bound,
            ..
        } = *hit;
        if !self.world.is_platform(owner) || owner.is_own() {
            return;
        }
        let fate = match self.world.fate_of_member(owner, name, class, by_bound) {
            Fate::Gone if self.world.is_brought(self.node, owner.source, name) => Fate::Unknown,
            fate => fate,
        };
        let least = if is_guess {
            Confidence::Medium
        } else {
            Confidence::High
        };
        let place = Place {
            at,
            site,
            source: owner.source,
            symbol: format!("{}::{name}", self.world.path_of(owner)),
            what: if class == MemberClass::Variant {
                Kind::EnumMember
            } else {
                Kind::Member
            },
            fate,
            confidence: least.max(self.certainty),
            imported_at: None,
            node: self.node,
        };
        self.met.places.push(place);
    }

    /// Runs with no more than a certain confidence.
    fn at_most<T>(&mut self, confidence: Confidence, run: impl FnOnce(&mut Self) -> T) -> T {
        let before = self.certainty;
        self.certainty = before.max(confidence);
        let made = run(self);
        self.certainty = before;
        made
    }
}
