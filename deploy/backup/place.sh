# What the scripts beside this one share. Sourced, never run.
set -euo pipefail
umask 077
# Backups live so many days: the dates on applicants' receipts rest on it.
longest=14
# Named by when it was made, in UTC; lethe doctor reads it as well.
made='????-??-??T??:??:??Z'
program=${LETHE_BINARY:-lethe}
data=${LETHE_DATA:-lethe-data}

say() { echo "${0##*/}: $*" >&2; }
fail() { say "$*"; exit 1; }

# A directory's own path, without links; empty if it isn't there.
place() { (cd -- "$1" 2>/dev/null && pwd -P) || true; }

# Whether the first directory is the second or lies in it.
lies_in() { [[ $1/ == "$2"/* ]]; }

run_lethe() { "$program" "$@" --data "$data"; }

# A program that finds the database by itself: database_run LOGIN PROGRAM ARGUMENT ...
database_run() {
  local login=$1
  shift
  "$program" database run --data "$data" --as "$login" -- "$@"
}

# The newest whole backup in a directory.
newest() {
  local all=("$1"/$made)
  [[ -d ${all[-1]} ]] || return 1
  echo "${all[-1]}"
}
