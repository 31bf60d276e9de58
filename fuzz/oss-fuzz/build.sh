#!/bin/bash -eu
# Builds the fuzz targets as OSS-Fuzz and ClusterFuzzLite want them: in $OUT a program each, with its dictionary, options and seeds.
#
# The base image sets SRC, OUT, WORK, SANITIZER, RUSTFLAGS and the toolchain, and has cargo-fuzz. `fuzz/oss-fuzz/try` does so elsewhere.

cd "$SRC/envoi"
# shellcheck source=fuzz/settings.sh
source fuzz/settings.sh

# Targets run in an image without expat, so it is linked into them: the linker looks here before it finds the shared library.
mkdir -p "$WORK/expat"
cp "$(${CC:-cc} -print-file-name=libexpat.a)" "$WORK/expat/"
export RUSTFLAGS="${RUSTFLAGS:-} -Lnative=$WORK/expat"

cargo fuzz build --release --debug-assertions

host=$(rustc -vV | sed -n 's/^host: //p')
for program in fuzz/fuzz_targets/*.rs; do
    target=$(basename "$program" .rs)
    cp "${CARGO_TARGET_DIR:-fuzz/target}/$host/release/$target" "$OUT/"
    cp "fuzz/$(dictionary "$target")" "$OUT/$target.dict"
    printf '[libfuzzer]\nmax_len = 4096\ntimeout = %d\nrss_limit_mb = %d\n' "$(time_out "$slow")" "$most_memory" >"$OUT/$target.options"
    rm -f "$OUT/${target}_seed_corpus.zip"
    find "fuzz/corpus/$target" "fuzz/regressions/$target" -type f 2>/dev/null | zip -q -j -@ "$OUT/${target}_seed_corpus.zip"
done
