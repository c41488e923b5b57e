//! Places in a JSON document: RFC 6901 pointers, in which `*` stands for every item of an array.

use std::fmt;

use serde_json::Value;

/// Where values stand in a document.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Pointer(Vec<String>);

/// Why a text is no pointer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a pointer; pointers are written like /ui_version or /roles/*/type")]
pub struct PointerError(pub String);

impl Pointer {
    /// The values that stand there, each with the indices that `*` stood for. What is null is not there: the services answer
    /// so for what nobody set.
    pub fn values<'a>(&self, document: &'a Value) -> Vec<(Vec<usize>, &'a Value)> {
        let mut found = vec![(Vec::new(), document)];
        for step in &self.0 {
            let mut next = Vec::new();
            for (path, value) in found {
                match value {
                    Value::Array(items) if step == "*" => {
                        next.extend(items.iter().enumerate().map(|(idx, item)| {
                            let mut path = path.clone();
                            path.push(idx);
                            (path, item)
                        }));
                    }
                    Value::Array(items) => {
                        let item = step.parse::<usize>().ok().and_then(|idx| items.get(idx));
                        next.extend(item.map(|item| (path, item)));
                    }
                    Value::Object(keys) => next.extend(keys.get(step).map(|item| (path, item))),
                    _ => {}
                }
            }
            found = next;
        }
        found.retain(|(_, value)| !value.is_null());
        found
    }

    /// Whether something stands there, be it null.
    pub fn is_null(&self, document: &Value) -> bool {
        document
            .pointer(&self.to_string())
            .is_some_and(Value::is_null)
    }

    /// The key of the document itself that it begins with.
    pub fn first(&self) -> &str {
        self.0.first().map_or("", String::as_str)
    }
}

impl std::str::FromStr for Pointer {
    type Err = PointerError;

    fn from_str(text: &str) -> Result<Self, PointerError> {
        let steps = text
            .strip_prefix('/')
            .ok_or_else(|| PointerError(text.to_owned()))?;
        Ok(Self(
            steps
                .split('/')
                .map(|step| step.replace("~1", "/").replace("~0", "~"))
                .collect(),
        ))
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for step in &self.0 {
            write!(f, "/{}", step.replace('~', "~0").replace('/', "~1"))?;
        }
        Ok(())
    }
}

impl serde::Serialize for Pointer {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_star_stands_for_every_item_and_null_for_nothing() {
        let document = json!({"roles": [{"name": "a"}, {"name": null}, {"name": "c"}], "a/b": 1});
        let pointer: Pointer = "/roles/*/name".parse().unwrap();
        let found: Vec<(Vec<usize>, &Value)> = pointer.values(&document);
        assert_eq!(found, [(vec![0], &json!("a")), (vec![2], &json!("c"))]);
        let escaped: Pointer = "/a~1b".parse().unwrap();
        assert_eq!(escaped.values(&document).len(), 1);
        assert_eq!(escaped.to_string(), "/a~1b");
        assert!("a".parse::<Pointer>().is_err());
        let null: Pointer = "/roles/1/name".parse().unwrap();
        assert!(null.is_null(&document) && null.values(&document).is_empty());
    }
}
