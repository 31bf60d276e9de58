//! What the subcommands of `tools` share with the benchmarks: the data sets.

pub mod data;
