#!/bin/sh
# The image of PostgreSQL runs this once, over the database that it has just made.
set -eu
psql --set ON_ERROR_STOP=1 --set owner_password="$SPRING_FLYWAY_PASSWORD" --set password="$SPRING_DATASOURCE_PASSWORD" \
    --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" --file /etc/rollbook/roles.sql
