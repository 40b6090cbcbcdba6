"""Virtual boards that live in time: each with a drive, a serial port and an entry that finders read like USB."""
