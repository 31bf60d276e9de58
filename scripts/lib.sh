# What the scripts of the project share. Sourced, not run: `source scripts/lib.sh`.
# shellcheck shell=bash

# The toolchain that is installed is the one that is used: rustup must not fetch another, neither by itself nor when it is asked to.
export RUSTUP_AUTO_INSTALL=0 RUSTUP_DIST_SERVER=http://127.0.0.1:9

# What has a lock file of its own.
# shellcheck disable=SC2034
manifests=(Cargo.toml benches/Cargo.toml fuzz/Cargo.toml tests/no_std/Cargo.toml)

# Ends the script unless rustup has that toolchain, and says how to get it.
need_toolchain() {
    if ! cargo "+$1" --version >/dev/null 2>&1; then
        printf '%s wants the %s toolchain of Rust, which is not installed: rustup toolchain install %s --profile minimal\n' "$0" "$1" "$1" >&2
        exit 1
    fi
}
