//! Exit codes, the same for every command.

/// What a run came to. Where several apply, failure outweighs incompleteness, which outweighs findings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    /// 0: all is fine, or there was nothing to say.
    #[default]
    Fine,
    /// 1: findings or problems at or above the threshold.
    Findings,
    /// 3: the answer is incomplete: something could not be read.
    Incomplete,
    /// 2: the command was used wrongly, or it failed.
    Failure,
}

impl Exit {
    pub const fn code(self) -> u8 {
        match self {
            Self::Fine => 0,
            Self::Findings => 1,
            Self::Failure => 2,
            Self::Incomplete => 3,
        }
    }

    /// The weightier of two.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        self.max(other)
    }
}

#[cfg(test)]
mod tests {
    use super::Exit;

    #[test]
    fn failure_outweighs_incomplete_outweighs_findings() {
        let codes = |exits: &[Exit]| exits.iter().copied().fold(Exit::Fine, Exit::and).code();
        assert_eq!(codes(&[Exit::Findings, Exit::Failure, Exit::Incomplete]), 2);
        assert_eq!(codes(&[Exit::Findings, Exit::Incomplete]), 3);
        assert_eq!(codes(&[Exit::Findings, Exit::Fine]), 1);
        assert_eq!(codes(&[]), 0);
    }
}
