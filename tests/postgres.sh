#!/bin/sh
# Runs a command with a private PostgreSQL beside it: started in a temporary folder on a free port, stopped and removed afterwards.
# TEST_POSTGRES holds its address. Says plainly when there is none to be had; in .ci/run (CI=required) that is a failure.
find_bin() { ls -d /usr/lib/postgresql/*/bin 2>/dev/null | tail -1; }
if [ -z "$(find_bin)" ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "Installing PostgreSQL for the tests."
  apt-get update -q >/dev/null 2>&1
  DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends postgresql >/dev/null 2>&1
fi
bin=$(find_bin)
if [ -z "$bin" ]; then
  echo "PostgreSQL is not here and cannot be installed: the tests of records were run on SQLite only."
  [ "${CI:-}" = required ] && exit 1
  exit 0
fi
set -eu
folder=$(mktemp -d /tmp/records-XXXXXX)
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
as() { if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }
printf 'only the tests know' > "$folder/password"
mkdir "$folder/data"
if [ "$(id -u)" = 0 ]; then chown -R postgres "$folder"; fi
stop() { as "$bin/pg_ctl" -D "$folder/data" -m immediate -w stop >/dev/null 2>&1 || true; rm -rf "$folder"; }
trap stop EXIT INT TERM
as "$bin/initdb" -D "$folder/data" -U navigator -A scram-sha-256 --pwfile="$folder/password" -E UTF8 --locale=C.UTF-8 >/dev/null
as "$bin/pg_ctl" -D "$folder/data" -w -t 60 -l "$folder/log" -o "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off -c max_connections=300" start >/dev/null
TEST_POSTGRES="postgresql://navigator:only%20the%20tests%20know@127.0.0.1:$port/postgres" "$@"
