-- Once, as the server's administrator, in the club's own database: psql --dbname ictclub --file roles.sql
-- Three roles: the owner makes and changes the tables, the desk reads and writes what is in them, the report reads.

DO $$
DECLARE role text;
BEGIN
  FOREACH role IN ARRAY ARRAY['ictclub_owner', 'ictclub_desk', 'ictclub_report'] LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role) THEN
      EXECUTE format('CREATE ROLE %I LOGIN', role);
    END IF;
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO %I', current_database(), role);
  END LOOP;
  EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
END $$;

REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE, CREATE ON SCHEMA public TO ictclub_owner;
GRANT USAGE ON SCHEMA public TO ictclub_desk, ictclub_report;

-- What later versions add is the desk's as well, as soon as the owner has made it.
ALTER DEFAULT PRIVILEGES FOR ROLE ictclub_owner IN SCHEMA public
  GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO ictclub_desk;
ALTER DEFAULT PRIVILEGES FOR ROLE ictclub_owner IN SCHEMA public
  GRANT USAGE ON SEQUENCES TO ictclub_desk;
