"""Care with personal information: who looked, what is erased and when, backups."""
