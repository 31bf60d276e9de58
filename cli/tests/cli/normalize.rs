//! `envoi normalize`: canonical forms on standard output, what is wrong on standard error.

use super::{Folder, envoi};

#[test]
fn canonical_forms() {
    envoi(&["normalize"], "Juliet@Example.COM/Balcony\nb\u{FC}cher.example.\nexample.net\n").prints(
        "juliet@example.com/Balcony\nb\u{FC}cher.example\nexample.net\n",
        "",
        0,
    );
}

#[test]
fn invalid_rows_go_to_standard_error() {
    let rows = "a@b\n@b\nC@D\n";
    envoi(&["normalize"], rows).prints(
        "a@b\nc@d\n",
        "-:2:1: localpart is empty, at byte 0 (RFC 7622 section 3.3)\n",
        1,
    );
    envoi(&["normalize", "--quiet"], rows).prints("a@b\nc@d\n", "", 1);
}

#[test]
fn repeats_are_dropped_across_files() {
    let folder =
        Folder::new("unique").with("one", "b@c\nA@c/R\nB@C\n").with("two", "a@c/r\na@c/R\nb@c\nd@c\n");
    folder.run(&["normalize", "--unique", "one", "two"]).prints("b@c\na@c/R\na@c/r\nd@c\n", "", 0);
    folder.run(&["normalize", "one", "two"]).prints("b@c\na@c/R\nb@c\na@c/r\na@c/R\nb@c\nd@c\n", "", 0);
    folder.run(&["normalize", "--unique", "--bare", "one", "two"]).prints("b@c\na@c\nd@c\n", "", 0);
}

#[test]
fn bare_drops_resourceparts() {
    envoi(&["normalize", "--bare"], "Juliet@example.com/a@b/c\nexample.net/x\n").prints(
        "juliet@example.com\nexample.net\n",
        "",
        0,
    );
}

#[test]
fn nul_in_nul_out() {
    envoi(&["normalize", "--null", "--unique"], "A@b\0c@d\0a@b\0").prints("a@b\0c@d\0", "", 0);
}

#[test]
fn policies_apply() {
    envoi(&["normalize", "--policy", "appengine-sender"], "App@Example.com\n").prints(
        "app@example.com/bot\n",
        "",
        0,
    );
    envoi(&["normalize", "--allow-underscore"], "A@dev_BOX.example\n").prints("a@dev_box.example\n", "", 0);
    envoi(&["normalize", "--uts46"], "a@\u{2121}.example\n").prints("a@tel.example\n", "", 0);
}

#[test]
fn order_is_kept_whatever_the_number_of_jobs() {
    let names: Vec<_> =
        (0..100_000).map(|number| format!("User{}@example.com/x", number * 7919 % 50_021)).collect();
    let rows = names.join("\n");
    let mut seen = std::collections::HashSet::new();
    let lower = rows.to_lowercase();
    let all: Vec<_> = lower.lines().collect();
    let unique: Vec<_> = all.iter().copied().filter(|row| seen.insert(*row)).collect();
    for jobs in ["1", "4"] {
        let ran = envoi(&["normalize", "--jobs", jobs], &rows);
        assert!(ran.stdout.lines().eq(all.iter().copied()), "{jobs}");
        let ran = envoi(&["normalize", "--unique", "--jobs", jobs], &rows);
        assert!(ran.stdout.lines().eq(unique.iter().copied()), "{jobs}");
    }
}
