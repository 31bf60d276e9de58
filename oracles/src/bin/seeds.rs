//! Writes what a fuzz campaign starts from: a folder a target in the folder that is named, from `spec-vectors/`.
//!
//! ```text
//! cargo run -p oracles --bin seeds -- FOLDER
//! ```

use oracles::fuzzing::{TARGETS, seeds};
use std::error::Error;
use std::fs;
use std::path::PathBuf;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(std::env::args_os().nth(1).ok_or("name a folder")?);
    for (target, _) in TARGETS {
        let folder = folder.join(target);
        fs::create_dir_all(&folder)?;
        let seeds = seeds(target);
        for (seed, number) in seeds.iter().zip(1..) {
            fs::write(folder.join(format!("seed-{number:04}")), seed)?;
        }
        println!("{target}: {}", seeds.len());
    }
    Ok(())
}
