"""The instructor's face: the class live, the flash table, the evening's phases and its end. On this PC only."""
