# What every way of running the fuzz targets has in common. Sourced by `campaign` and `oss-fuzz/build.sh`.
# shellcheck shell=bash

# Seconds that an input may take, and after which it is ended; mebibytes that a target may have.
# shellcheck disable=SC2034
slow=5 most_memory=2048
time_out() { echo $((4 * $1)); }

# The name of the dictionary that a target is given.
dictionary() {
    case $1 in
        jid_* | escape_uri) echo jid.dict ;;
        *) echo xml.dict ;;
    esac
}
