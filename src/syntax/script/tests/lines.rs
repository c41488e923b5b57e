//! Lines and columns.

use crate::syntax::script::places::Lines;

#[test]
fn lines_end_as_in_typescript() {
    let text = "a\nb\r\nc\rd\u{2028}e\u{2029}f\n\r\n";
    let lines = Lines::new(text);
    let all: Vec<&str> = (0..=lines.count() + 1)
        .map(|line| lines.text(line))
        .collect();
    assert_eq!(all, ["", "a", "b", "c", "d", "e", "f", "", "", ""]);
    assert_eq!(lines.count(), 8);
    for (letter, line) in [("a", 1), ("b", 2), ("c", 3), ("d", 4), ("e", 5), ("f", 6)] {
        let at = u32::try_from(text.find(letter).unwrap()).unwrap();
        assert_eq!(lines.place(at), (line, 1), "{letter}");
    }
}

#[test]
fn columns_are_utf16_units() {
    let text = "xä😀y\n\u{2028}é";
    let lines = Lines::new(text);
    let places: Vec<(u32, u32)> = (0..=u32::try_from(text.len()).unwrap() + 1)
        .map(|at| lines.place(at))
        .collect();
    let expected = [
        (1, 1),
        (1, 2),
        (1, 2),
        (1, 3),
        (1, 3),
        (1, 3),
        (1, 3),
        (1, 5),
        (1, 6),
        (2, 1),
        (2, 1),
        (2, 1),
        (3, 1),
        (3, 1),
        (3, 2),
        (3, 2),
    ];
    assert_eq!(places, expected);
    assert_eq!(Lines::new("").place(0), (1, 1));
    assert_eq!(Lines::new("ab\ncd").place(4), (2, 2));
}
