//! Blocks to sections: a heading, or what serves as one, and the blocks below it.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::changelog::wild::blocks::{Block, Document, Shape};
use crate::changelog::wild::heading::{self, ReleaseHeading};
use crate::changelog::wild::kinds::{self, Meaning};
use crate::domain::version::Scheme;

/// Deeper than any real heading: what a bold paragraph counts as.
const BELOW_ALL: u8 = 7;
/// Longer underlined text is a paragraph that a rule follows too closely.
const LONGEST_UNDERLINED: usize = 80;
/// A shorter underline is a bullet without text, or a slip.
const SHORTEST_UNDERLINE: usize = 3;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Title {
    Release(ReleaseHeading),
    Known(Meaning),
    Other,
}

#[derive(Clone, Debug)]
pub(super) struct Head {
    pub(super) level: u8,
    pub(super) text: String,
    pub(super) range: Range<usize>,
    pub(super) title: Title,
    /// `###Fixed`: a heading to whoever wrote it, a paragraph to Markdown.
    pub(super) lacks_space: bool,
}

#[derive(Debug)]
pub(super) struct Section {
    /// `None` before the first heading.
    pub(super) head: Option<Head>,
    pub(super) blocks: Vec<Block>,
}

/// A heading, before it is clear which level carries the releases.
struct Candidate {
    level: u8,
    text: String,
    lacks_space: bool,
    is_real: bool,
    release: Option<ReleaseHeading>,
}

pub(super) fn split(document: &Document<'_>, scheme: Scheme) -> Vec<Section> {
    let candidates: Vec<Option<Candidate>> = document
        .blocks
        .iter()
        .map(|block| candidate(document, block, scheme))
        .collect();
    let levels = Levels::new(candidates.iter().flatten());
    let mut sections = vec![Section {
        head: None,
        blocks: Vec::new(),
    }];
    for (block, candidate) in document.blocks.iter().zip(candidates) {
        if let Some(head) = candidate.and_then(|candidate| head_of(candidate, block, &levels)) {
            sections.push(Section {
                head: Some(head),
                blocks: Vec::new(),
            });
        } else if let Some(section) = sections.last_mut() {
            let mut block = block.clone();
            if matches!(block.shape, Shape::Heading { .. }) {
                block.shape = Shape::Paragraph;
            }
            section.blocks.push(block);
        }
    }
    sections
}

fn candidate(document: &Document<'_>, block: &Block, scheme: Scheme) -> Option<Candidate> {
    let text = block.plain.split_whitespace().collect::<Vec<_>>().join(" ");
    match block.shape {
        Shape::Heading { level, .. } => {
            let release = heading::read(&text, scheme).filter(|_| level <= 3);
            Some(Candidate {
                level,
                text,
                lacks_space: false,
                is_real: true,
                release,
            })
        }
        Shape::Paragraph if !block.plain.contains('\n') => {
            let source = document.text.get(block.range.clone())?.trim();
            let hashes = source.len() - source.trim_start_matches('#').len();
            let candidate =
                |level: u8, text: &str, lacks_space: bool, release: Option<ReleaseHeading>| {
                    Candidate {
                        level,
                        text: text.to_owned(),
                        lacks_space,
                        is_real: false,
                        release,
                    }
                };
            if (1..=6).contains(&hashes) {
                let text = text.trim_matches('#').trim();
                let level = u8::try_from(hashes).ok()?;
                // `#12 is fixed` names an issue.
                let release =
                    heading::read(text, scheme).filter(|found| level <= 3 && found.is_exact());
                Some(candidate(level, text, true, release))
            } else if block.is_emphasised || text.ends_with(':') {
                Some(candidate(
                    BELOW_ALL,
                    text.trim_end_matches(':').trim(),
                    false,
                    None,
                ))
            } else {
                None
            }
        }
        _ => None,
    }
}

/// The levels that carry releases, for headings whose text alone does not tell.
struct Levels {
    /// The one with the most headings that can only be releases', else with the most that may be.
    main: Option<u8>,
    /// All with at least one such heading: some files set patches one level below.
    all: BTreeSet<u8>,
}

impl Levels {
    fn new<'a>(candidates: impl Iterator<Item = &'a Candidate>) -> Self {
        let mut exact: BTreeMap<u8, usize> = BTreeMap::new();
        let mut likely: BTreeMap<u8, usize> = BTreeMap::new();
        for candidate in candidates {
            let Some(release) = &candidate.release else {
                continue;
            };
            *likely.entry(candidate.level).or_default() += 1;
            if release.is_exact() {
                *exact.entry(candidate.level).or_default() += 1;
            }
        }
        let all = exact.keys().copied().collect();
        let counts = if exact.is_empty() { likely } else { exact };
        // Of two levels with as many, the outer.
        let main = counts
            .into_iter()
            .rev()
            .max_by_key(|(_, count)| *count)
            .map(|(level, _)| level);
        Self { main, all }
    }

    /// A package's name before the version is also what sections *within* releases are called.
    fn carry(&self, level: u8, release: &ReleaseHeading) -> bool {
        release.is_exact()
            || self.main == Some(level)
            || (!release.is_named && self.all.contains(&level))
    }
}

/// The heading that a candidate turns out to be; `None` if it is a paragraph after all.
fn head_of(candidate: Candidate, block: &Block, levels: &Levels) -> Option<Head> {
    let Candidate {
        level,
        text,
        lacks_space,
        is_real,
        release,
    } = candidate;
    let is_release = release
        .as_ref()
        .is_some_and(|release| levels.carry(level, release));
    let title = match release {
        Some(release) if is_release => Title::Release(release),
        _ => kinds::meaning(&text).map_or(Title::Other, Title::Known),
    };
    let is_prose = match block.shape {
        Shape::Heading { underline, .. } if underline > 0 => {
            underline < SHORTEST_UNDERLINE
                || block.plain.contains('\n')
                || text.chars().count() > LONGEST_UNDERLINED
        }
        _ => false,
    };
    if title == Title::Other && (!is_real || is_prose) {
        return None;
    }
    Some(Head {
        level,
        text,
        range: block.range.clone(),
        title,
        lacks_space,
    })
}
