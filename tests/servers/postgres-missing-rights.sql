-- A role that may log in and nothing more: no CREATE in public, and what it may see a test grants it column by column.
--   psql -v role=sluice_reader -f tests/servers/postgres-missing-rights.sql
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT CREATE ON SCHEMA public TO sluice;
REVOKE ALL ON ALL TABLES IN SCHEMA public FROM :"role";
REVOKE ALL ON SCHEMA public FROM :"role";
DO $$ BEGIN EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC', current_database()); END $$;
