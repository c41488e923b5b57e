//! Closed lists of words: each word is the same in files, tables, flags and JSON.

/// An unknown word, and the words there are.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{given}` is not one of {}", allowed.join(", "))]
pub struct UnknownWord {
    pub given: String,
    pub allowed: &'static [&'static str],
}

/// Defines an enum of words with `as_str`, `ALL`, `Display`, `FromStr` and serde by the same word.
macro_rules! closed_words {
    ($(#[$meta:meta])* pub enum $name:ident { $($(#[$doc:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$doc])* $variant,)+ }

        impl $name {
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];
            pub const WORDS: &'static [&'static str] = &[$($word,)+];

            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = crate::domain::words::UnknownWord;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                match text {
                    $($word => Ok(Self::$variant),)+
                    _ => Err(crate::domain::words::UnknownWord {
                        given: text.to_owned(),
                        allowed: Self::WORDS,
                    }),
                }
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                <String as serde::Deserialize>::deserialize(deserializer)?
                    .parse()
                    .map_err(serde::de::Error::custom)
            }
        }
    };
}

pub(crate) use closed_words;

/// The words of `known` nearest to `given`, best first: at most `count`, none that is not similar.
/// Similarity is Jaro-Winkler over lower-cased text; a known word that contains the given one counts
/// as similar.
pub fn nearest<'a>(
    given: &str,
    known: impl IntoIterator<Item = &'a str>,
    count: usize,
) -> Vec<&'a str> {
    const LEAST_SIMILARITY: f64 = 0.8;
    let given = given.to_lowercase();
    let mut scored: Vec<(f64, &str)> = known
        .into_iter()
        .map(|word| {
            let lower = word.to_lowercase();
            let similarity = strsim::jaro_winkler(&given, &lower);
            let contains = given.len() >= 3 && lower.contains(&given);
            (
                if contains {
                    similarity.max(LEAST_SIMILARITY)
                } else {
                    similarity
                },
                word,
            )
        })
        .filter(|(similarity, _)| *similarity >= LEAST_SIMILARITY)
        .collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    scored.truncate(count);
    scored.into_iter().map(|(_, word)| word).collect()
}

/// `the nearest is a`, `the nearest are a, b`; `None` if there is none.
pub fn nearest_in_words(near: &[&str]) -> Option<String> {
    match near {
        [] => None,
        [one] => Some(format!("the nearest is {one}")),
        more => Some(format!("the nearest are {}", more.join(", "))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_misspelt_word_finds_its_neighbour() {
        assert_eq!(
            nearest("backnd", ["ui", "backend", "webchat"], 2),
            ["backend"]
        );
        assert_eq!(nearest("zzz", ["ui", "backend"], 2), Vec::<&str>::new());
        assert_eq!(
            nearest("logout", ["enforce-logout-on", "ui"], 2),
            ["enforce-logout-on"]
        );
    }
}
