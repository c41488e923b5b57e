//! The values of a policy file, by the paths of their keys.

use std::ops::RangeInclusive;
use std::str::FromStr;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::domain::words::{UnknownWord, nearest};
use crate::policy::schema::{KEYS, PolicyError, UnknownKey, Window};

pub(super) fn line_of(text: &str, offset: usize) -> usize {
    text.bytes()
        .take(offset)
        .filter(|byte| *byte == b'\n')
        .count()
        + 1
}

/// A parsed file, read by the paths of its keys.
pub(super) struct File<'a> {
    pub(super) text: &'a str,
    pub(super) root: &'a DeTable<'a>,
}

impl<'a> File<'a> {
    /// The value at a path of at most two keys; `None` if the file does not state it.
    pub(super) fn value(
        &self,
        key: &'static str,
    ) -> Result<Option<&'a Spanned<DeValue<'a>>>, PolicyError> {
        let Some((section, name)) = key.split_once('.') else {
            return Ok(self.root.get(key));
        };
        match self.root.get(section) {
            None => Ok(None),
            Some(value) => match value.get_ref().as_table() {
                Some(table) => Ok(table.get(name)),
                None => Err(self.wrong_type(value, key, "a table before the dot")),
            },
        }
    }

    pub(super) fn line(&self, key: &'static str) -> usize {
        let value = self.value(key).ok().flatten();
        value.map_or(1, |value| line_of(self.text, value.span().start))
    }

    pub(super) fn wrong_type(
        &self,
        value: &Spanned<DeValue<'_>>,
        key: &'static str,
        expected: &'static str,
    ) -> PolicyError {
        let found = match value.get_ref() {
            DeValue::Integer(integer) => integer.to_string(),
            DeValue::String(text) => format!("the text `{text}`"),
            other => format!("of the type {}", other.type_str()),
        };
        PolicyError::Type {
            line: line_of(self.text, value.span().start),
            key,
            expected,
            found,
        }
    }

    pub(super) fn strings(&self, key: &'static str) -> Result<Option<Vec<String>>, PolicyError> {
        const EXPECTED: &str = "an array of stream ids";
        let Some(value) = self.value(key)? else {
            return Ok(None);
        };
        let items = value
            .get_ref()
            .as_array()
            .ok_or_else(|| self.wrong_type(value, key, EXPECTED))?;
        items
            .iter()
            .map(|item| match item.get_ref().as_str() {
                Some(text) => Ok(text.to_owned()),
                None => Err(self.wrong_type(item, key, EXPECTED)),
            })
            .collect::<Result<_, _>>()
            .map(Some)
    }

    pub(super) fn integer(
        &self,
        key: &'static str,
        expected: &'static str,
        allowed: RangeInclusive<i64>,
    ) -> Result<Option<i64>, PolicyError> {
        let Some(value) = self.value(key)? else {
            return Ok(None);
        };
        let number = value
            .get_ref()
            .as_integer()
            .and_then(|i| i64::from_str_radix(i.as_str(), i.radix()).ok());
        match number.filter(|number| allowed.contains(number)) {
            Some(number) => Ok(Some(number)),
            None => Err(self.wrong_type(value, key, expected)),
        }
    }

    pub(super) fn months(&self, key: &'static str) -> Result<Option<u8>, PolicyError> {
        let months = self.integer(
            key,
            "a whole number of months from 0 to 255",
            0..=i64::from(u8::MAX),
        )?;
        Ok(months.and_then(|months| u8::try_from(months).ok()))
    }

    /// `[least, most]`, both of them whole numbers that are not zero, the first not above the second.
    pub(super) fn window(&self, key: &'static str) -> Result<Option<Window>, PolicyError> {
        const EXPECTED: &str = "two whole numbers from 1 to 255 in order, such as [3, 5]";
        let Some(value) = self.value(key)? else {
            return Ok(None);
        };
        let numbers: Option<Vec<u8>> = value.get_ref().as_array().and_then(|items| {
            items
                .iter()
                .map(|item| {
                    let integer = item.get_ref().as_integer()?;
                    u8::from_str_radix(integer.as_str(), integer.radix()).ok()
                })
                .collect()
        });
        match numbers.as_deref() {
            Some(&[least, most]) if 1 <= least && least <= most => Ok(Some(Window { least, most })),
            _ => Err(self.wrong_type(value, key, EXPECTED)),
        }
    }

    pub(super) fn count(&self, key: &'static str) -> Result<Option<u32>, PolicyError> {
        let count = self.integer(key, "a whole number, 0 or more", 0..=i64::from(u32::MAX))?;
        Ok(count.and_then(|count| u32::try_from(count).ok()))
    }

    pub(super) fn string(&self, key: &'static str) -> Result<Option<String>, PolicyError> {
        let Some(value) = self.value(key)? else {
            return Ok(None);
        };
        match value.get_ref().as_str() {
            Some(text) => Ok(Some(text.to_owned())),
            None => Err(self.wrong_type(value, key, "a text")),
        }
    }

    pub(super) fn word<T: FromStr<Err = UnknownWord>>(
        &self,
        key: &'static str,
    ) -> Result<Option<T>, PolicyError> {
        let Some(text) = self.string(key)? else {
            return Ok(None);
        };
        let unknown = |source| PolicyError::Word {
            line: self.line(key),
            key,
            source,
        };
        text.parse().map(Some).map_err(unknown)
    }

    /// In the order of the file.
    pub(super) fn unknown_keys(&self) -> Vec<UnknownKey> {
        let mut keys = Vec::new();
        for (name, value) in self.root {
            let is_section = KEYS.iter().any(|key| {
                key.split_once('.')
                    .is_some_and(|(section, _)| section == name.as_ref())
            });
            match value.get_ref().as_table().filter(|_| is_section) {
                Some(table) => {
                    keys.extend(
                        table
                            .keys()
                            .map(|key| (key.span(), format!("{}.{}", name.as_ref(), key.as_ref()))),
                    );
                }
                None => keys.push((name.span(), name.as_ref().to_string())),
            }
        }
        keys.retain(|(_, key)| !KEYS.contains(&key.as_str()));
        keys.sort_by_key(|(span, _)| span.start);
        keys.into_iter()
            .map(|(span, key)| UnknownKey {
                line: line_of(self.text, span.start),
                resembles: nearest(&key, KEYS.iter().copied(), 1).first().copied(),
                key,
            })
            .collect()
    }
}
