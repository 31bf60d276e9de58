#!/bin/bash -eu
# One way to build for both systems.
exec bash -eu "$SRC/envoi/fuzz/oss-fuzz/build.sh"
