//! The release policy: pure functions of (data, policy, date).
