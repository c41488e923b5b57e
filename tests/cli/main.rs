//! The program as a user runs it: what it prints, how it exits, what it leaves behind.

mod answers;
mod failures;
mod manners;
mod run;
