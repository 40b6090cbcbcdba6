-- As ictclub_owner, after every `ictclub attendance migrate`: psql … --file rights.sql
-- The report reads, but no health notes, cards or children's programs; it must know full names, to leave them out of what people said.
-- It adds its line to the access log.

REVOKE ALL ON alembic_version FROM ictclub_desk;
GRANT SELECT ON alembic_version TO ictclub_desk;

GRANT SELECT ON ALL TABLES IN SCHEMA public TO ictclub_report;
REVOKE SELECT ON health_note, sibling, picture_consent, card, emergency_plan,
  work_owner, work, work_version, work_check FROM ictclub_report;
GRANT INSERT ON access TO ictclub_report;
GRANT USAGE ON SEQUENCE access_id_seq TO ictclub_report;
