//! The symbols of a crate.

use crate::domain::surface::Surface;
use crate::domain::surface::outline::Outline;

pub(super) fn outline(_surface: &Surface) -> Outline {
    Outline::default()
}
