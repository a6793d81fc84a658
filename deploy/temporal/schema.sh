#!/bin/sh
# Creates and upgrades Temporal's two databases. Safe to run again: what exists is left, what is old is upgraded.
set -eu
schema=/etc/temporal/schema/postgresql/v12
sql() { temporal-sql-tool --plugin "$SQL_PLUGIN" --ep "$SQL_HOST" --port "$SQL_PORT" --user "$SQL_USER" --password "$SQL_PASSWORD" "$@"; }
for name in temporal visibility; do
  database=temporal
  [ "$name" = visibility ] && database=temporal_visibility
  sql --db "$database" create || true
  sql --db "$database" setup-schema -v 0.0 || true
  sql --db "$database" update-schema -d "$schema/$name/versioned"
done
