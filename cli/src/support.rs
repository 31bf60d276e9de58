//! `envoi completions` and `envoi man`: what makes the command at home in a shell.

use crate::args::Cli;
use crate::exit::{self, Ended, Trouble, Verdict};
use clap::CommandFactory;
use clap_complete::Shell;
use clap_mangen::Man;
use std::io::{self, Write};

/// Prints the completion script for `shell`.
pub(crate) fn completions(shell: Shell) -> Ended {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "envoi", &mut script);
    print(&script)
}

/// Prints the manual page of the whole, or of one command.
pub(crate) fn man(names: &[String]) -> Ended {
    let mut command = Cli::command();
    command.build();
    for name in names {
        let Some(found) = command.find_subcommand(name) else {
            exit::complain(format_args!("envoi: no command '{}'", names.join(" ")));
            return Ok(Verdict::Unread);
        };
        command = found.clone();
    }
    let mut page = Vec::new();
    let source = concat!("envoi ", env!("CARGO_PKG_VERSION"));
    Man::new(command).source(source).render(&mut page).map_err(Trouble::output)?;
    print(&page)
}

fn print(text: &[u8]) -> Ended {
    let mut stdout = io::stdout().lock();
    stdout.write_all(text).and_then(|()| stdout.flush()).map_err(Trouble::output)?;
    Ok(Verdict::AllValid)
}
