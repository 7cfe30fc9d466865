-- The three roles of an installation on PostgreSQL, and its database. Run once, as a superuser:
--
--   psql -v ON_ERROR_STOP=1 -v owner_password=… -v app_password=… \
--     -v backup_password=… -f roles.sql
--
-- The owner creates and changes tables (`manyhands migrate`). The app serves people: it may read and
-- write rows, owns nothing, and row-level security binds it. The third one takes backups: it reads every
-- row of every group and writes nothing, so its password belongs nowhere near the web pages.
-- `make test-postgres` runs this very file.

CREATE ROLE manyhands_owner LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD :'owner_password';
CREATE ROLE manyhands_app LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE PASSWORD :'app_password';
CREATE ROLE manyhands_backup LOGIN NOSUPERUSER BYPASSRLS NOCREATEDB NOCREATEROLE PASSWORD :'backup_password';
ALTER ROLE manyhands_backup SET default_transaction_read_only = on;
GRANT pg_read_all_data TO manyhands_backup;

CREATE DATABASE manyhands OWNER manyhands_owner;
REVOKE ALL ON DATABASE manyhands FROM PUBLIC;
GRANT CONNECT, TEMPORARY ON DATABASE manyhands TO manyhands_app;
GRANT CONNECT ON DATABASE manyhands TO manyhands_backup;

\connect manyhands
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
ALTER SCHEMA public OWNER TO manyhands_owner;

-- Whatever a later migration creates, the app may use.
ALTER DEFAULT PRIVILEGES FOR ROLE manyhands_owner IN SCHEMA public
  GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO manyhands_app;
ALTER DEFAULT PRIVILEGES FOR ROLE manyhands_owner IN SCHEMA public
  GRANT USAGE, SELECT ON SEQUENCES TO manyhands_app;
