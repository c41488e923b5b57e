//! Colours by what they mean. No other module of the terminal app names a colour.

use ratatui::style::{Color, Modifier, Style};

crate::domain::words::closed_words! {
    /// A set of colours.
    pub enum ThemeName {
        Dark = "dark",
        Light = "light",
        Contrast = "contrast",
        /// None at all: bold, reverse and underline only.
        Plain = "plain",
    }
}

/// What a colour says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    Text,
    Dim,
    Title,
    /// A key in the footer.
    Key,
    /// The row under the cursor, where the focus is.
    Cursor,
    /// The row under the cursor, where it is not.
    Resting,
    Border,
    /// The border of what has the focus.
    Focus,
    Supported,
    Maintained,
    Ended,
    Unknown,
    Good,
    Caution,
    Bad,
    /// What was searched for.
    Mark,
    Link,
    Today,
    /// The day that answers are as of.
    AsOf,
    Added,
    Removed,
}

/// The colours of a theme; all are among the sixteen of every terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Theme {
    pub name: ThemeName,
}

impl Theme {
    pub const fn new(name: ThemeName) -> Self {
        Self { name }
    }

    /// The look of a role.
    pub fn style(self, role: Role) -> Style {
        let plain = plain(role);
        match self.name {
            ThemeName::Plain => plain,
            ThemeName::Dark => plain.patch(colours(
                role,
                [
                    Color::Cyan,
                    Color::Green,
                    Color::Yellow,
                    Color::Red,
                    Color::Blue,
                    Color::DarkGray,
                    Color::Magenta,
                ],
            )),
            ThemeName::Light => plain.patch(colours(
                role,
                [
                    Color::Blue,
                    Color::Green,
                    Color::Magenta,
                    Color::Red,
                    Color::Blue,
                    Color::Gray,
                    Color::Magenta,
                ],
            )),
            ThemeName::Contrast => plain.patch(colours(
                role,
                [
                    Color::LightCyan,
                    Color::LightGreen,
                    Color::LightYellow,
                    Color::LightRed,
                    Color::LightBlue,
                    Color::White,
                    Color::LightMagenta,
                ],
            )),
        }
    }
}

/// What is said without colours.
fn plain(role: Role) -> Style {
    let style = Style::new();
    match role {
        Role::Text
        | Role::Border
        | Role::Supported
        | Role::Maintained
        | Role::Unknown
        | Role::Good
        | Role::Added => style,
        Role::Dim | Role::Ended | Role::Removed => style.add_modifier(Modifier::DIM),
        Role::Title | Role::Key | Role::Focus | Role::Caution | Role::Bad | Role::Today => {
            style.add_modifier(Modifier::BOLD)
        }
        Role::Cursor => style.add_modifier(Modifier::REVERSED),
        Role::Resting | Role::Link => style.add_modifier(Modifier::UNDERLINED),
        Role::Mark => style.add_modifier(Modifier::BOLD.union(Modifier::UNDERLINED)),
        Role::AsOf => style.add_modifier(Modifier::REVERSED.union(Modifier::BOLD)),
    }
}

/// `[accent, good, caution, bad, link, line, mark]`.
fn colours(role: Role, palette: [Color; 7]) -> Style {
    let [accent, good, caution, bad, link, line, mark] = palette;
    let style = Style::new();
    match role {
        Role::Text | Role::Dim | Role::Cursor | Role::Resting | Role::Title => style,
        Role::Key | Role::Focus | Role::AsOf => style.fg(accent),
        Role::Border | Role::Unknown => style.fg(line),
        Role::Supported | Role::Good | Role::Added => style.fg(good),
        Role::Maintained | Role::Caution => style.fg(caution),
        Role::Ended | Role::Bad | Role::Removed => style.fg(bad),
        Role::Mark | Role::Today => style.fg(mark),
        Role::Link => style.fg(link),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROLES: [Role; 21] = [
        Role::Text,
        Role::Dim,
        Role::Title,
        Role::Key,
        Role::Cursor,
        Role::Resting,
        Role::Border,
        Role::Focus,
        Role::Supported,
        Role::Maintained,
        Role::Ended,
        Role::Unknown,
        Role::Good,
        Role::Caution,
        Role::Bad,
        Role::Mark,
        Role::Link,
        Role::Today,
        Role::AsOf,
        Role::Added,
        Role::Removed,
    ];

    #[test]
    fn a_plain_theme_has_no_colour() {
        for role in ROLES {
            let style = Theme::new(ThemeName::Plain).style(role);
            assert_eq!((style.fg, style.bg), (None, None), "{role:?}");
        }
    }

    #[test]
    fn statuses_differ_in_every_theme_with_colours() {
        for name in [ThemeName::Dark, ThemeName::Light, ThemeName::Contrast] {
            let of = |role| Theme::new(name).style(role).fg;
            let three = [of(Role::Supported), of(Role::Maintained), of(Role::Ended)];
            assert!(
                three[0] != three[1] && three[1] != three[2] && three[0] != three[2],
                "{name}"
            );
        }
    }
}
