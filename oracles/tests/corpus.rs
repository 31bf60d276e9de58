//! What is kept of past fuzz campaigns, and what they start from, under the laws of the targets: corpora, every input that once broke
//! something, and seeds.

use oracles::fuzzing::{TARGETS, Target, seeds};
use std::collections::BTreeSet;
use std::fs;
use std::panic::{self, AssertUnwindSafe};
use std::path::{Path, PathBuf};

#[test]
fn corpora_obey_the_laws() {
    for_each_input("corpus");
}

#[test]
fn regressions_obey_the_laws() {
    for_each_input("regressions");
}

#[test]
fn seeds_obey_the_laws() {
    for (name, target) in TARGETS {
        for seed in seeds(name) {
            run(*target, &seed, || format!("a seed of {name}"));
        }
    }
}

/// Every file is of a target, and `README.md` has a line for each that broke something.
#[test]
fn files_are_of_targets_and_regressions_are_told() {
    let targets: BTreeSet<&str> = TARGETS.iter().map(|(name, _)| *name).collect();
    for folder in ["corpus", "regressions"] {
        for path in paths_in(&fuzz().join(folder)).into_iter().filter(|path| path.is_dir()) {
            let name = path.file_name().and_then(|name| name.to_str()).expect("an ASCII name").to_owned();
            assert!(targets.contains(&*name), "{} is of no target", path.display());
        }
    }
    let readme = fs::read_to_string(fuzz().join("regressions").join("README.md")).expect("a README");
    for (name, _) in TARGETS {
        for path in paths_in(&fuzz().join("regressions").join(name)) {
            let file = path.file_name().and_then(|file| file.to_str()).expect("an ASCII name").to_owned();
            assert!(readme.contains(&format!("`{name}/{file}`")), "README.md does not tell of {name}/{file}");
        }
    }
}

#[test]
fn every_target_has_a_program_and_a_corpus() {
    let manifest = fs::read_to_string(fuzz().join("Cargo.toml")).expect("a manifest");
    for (name, _) in TARGETS {
        assert!(manifest.contains(&format!("name = \"{name}\"\n")), "{name}");
        let program = fs::read_to_string(fuzz().join("fuzz_targets").join(name).with_extension("rs"));
        assert!(
            program.is_ok_and(|program| program.contains(&format!("oracles::fuzzing::{name}("))),
            "{name}"
        );
        assert!(!paths_in(&fuzz().join("corpus").join(name)).is_empty(), "{name} has no corpus");
    }
    assert_eq!(manifest.matches("[[bin]]").count(), TARGETS.len());
}

fn for_each_input(folder: &str) {
    for (name, target) in TARGETS {
        for path in paths_in(&fuzz().join(folder).join(name)) {
            let octets = fs::read(&path).expect("a file");
            run(*target, &octets, || path.display().to_string());
        }
    }
}

fn run(target: Target, octets: &[u8], which: impl Fn() -> String) {
    let holds = panic::catch_unwind(AssertUnwindSafe(|| target(octets))).is_ok();
    assert!(holds, "{} breaks a law: {:?}", which(), String::from_utf8_lossy(octets));
}

fn fuzz() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).with_file_name("fuzz")
}

/// The entries of a folder, sorted; none if there is no such folder.
fn paths_in(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    paths
}
