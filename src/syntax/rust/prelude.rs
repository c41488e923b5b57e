//! Names that are there without an import.

/// Names that the prelude of all editions brings, with their paths in `std`.
const PRELUDE: &[(&str, &str)] = &[
    ("AsMut", "convert::AsMut"),
    ("AsRef", "convert::AsRef"),
    ("Box", "boxed::Box"),
    ("Clone", "clone::Clone"),
    ("Copy", "marker::Copy"),
    ("Default", "default::Default"),
    ("DoubleEndedIterator", "iter::DoubleEndedIterator"),
    ("Drop", "ops::Drop"),
    ("Eq", "cmp::Eq"),
    ("Err", "result::Result::Err"),
    ("ExactSizeIterator", "iter::ExactSizeIterator"),
    ("Extend", "iter::Extend"),
    ("Fn", "ops::Fn"),
    ("FnMut", "ops::FnMut"),
    ("FnOnce", "ops::FnOnce"),
    ("From", "convert::From"),
    ("FromIterator", "iter::FromIterator"),
    ("Future", "future::Future"),
    ("Into", "convert::Into"),
    ("IntoFuture", "future::IntoFuture"),
    ("IntoIterator", "iter::IntoIterator"),
    ("Iterator", "iter::Iterator"),
    ("None", "option::Option::None"),
    ("Ok", "result::Result::Ok"),
    ("Option", "option::Option"),
    ("Ord", "cmp::Ord"),
    ("PartialEq", "cmp::PartialEq"),
    ("PartialOrd", "cmp::PartialOrd"),
    ("Result", "result::Result"),
    ("Send", "marker::Send"),
    ("Sized", "marker::Sized"),
    ("Some", "option::Option::Some"),
    ("String", "string::String"),
    ("Sync", "marker::Sync"),
    ("ToOwned", "borrow::ToOwned"),
    ("ToString", "string::ToString"),
    ("TryFrom", "convert::TryFrom"),
    ("TryInto", "convert::TryInto"),
    ("Unpin", "marker::Unpin"),
    ("Vec", "vec::Vec"),
    ("drop", "mem::drop"),
];

/// The path in `std` of a name of the prelude.
pub fn path(name: &str) -> Option<&'static str> {
    let at = PRELUDE.binary_search_by_key(&name, |(one, _)| one).ok()?;
    PRELUDE.get(at).map(|(_, path)| *path)
}
