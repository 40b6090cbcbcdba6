#!/bin/sh
# Run by the image once, after roles.sql: the roles' passwords come from .env and stand in no file of the repository.
set -eu
psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" \
  --set owner="$ICTCLUB_OWNER_PASSWORD" --set desk="$ICTCLUB_DESK_PASSWORD" --set report="$ICTCLUB_REPORT_PASSWORD" <<'SQL'
ALTER ROLE ictclub_owner PASSWORD :'owner';
ALTER ROLE ictclub_desk PASSWORD :'desk';
ALTER ROLE ictclub_report PASSWORD :'report';
SQL
