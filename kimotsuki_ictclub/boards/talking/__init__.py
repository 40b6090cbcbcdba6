"""A conversation with the MicroPython on a board: its serial port, the raw REPL, its files."""
