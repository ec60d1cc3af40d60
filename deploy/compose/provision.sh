#!/bin/sh
# One database and three roles for each service whose passwords it is given, on an empty or a used server alike. Runs in
# the PostgreSQL image.
set -eu
for upper in $(env | sed -n 's/^\([A-Z0-9]*\)_OWNER_PASSWORD=.*/\1/p' | sort); do
  service=$(echo "$upper" | tr A-Z a-z)
  eval "owner=\$${upper}_OWNER_PASSWORD app=\$${upper}_APP_PASSWORD worker=\$${upper}_WORKER_PASSWORD"
  psql -qAt -v ON_ERROR_STOP=1 -d postgres -v service="$service" -v owner="$owner" -v app="$app" -v worker="$worker" <<'SQL'
select format('create role %I', :'service' || part) from unnest(array['_owner', '_app', '_worker']) part
  where not exists (select from pg_roles where rolname = :'service' || part) \gexec
select format('alter role %I login nosuperuser nobypassrls nocreatedb nocreaterole noreplication password %L',
    :'service' || part, password)
  from (values ('_owner', :'owner'), ('_app', :'app'), ('_worker', :'worker')) roles (part, password) \gexec
select format('create database %I owner %I', :'service', :'service' || '_owner')
  where not exists (select from pg_database where datname = :'service') \gexec
select format('revoke all on database %I from public', :'service') \gexec
select format('grant connect on database %I to %I, %I', :'service', :'service' || '_app', :'service' || '_worker') \gexec
\connect :service
select format('alter schema public owner to %I', :'service' || '_owner') \gexec
revoke all on schema public from public;
select format('grant usage on schema public to %I, %I', :'service' || '_app', :'service' || '_worker') \gexec
SQL
done
