"""A hex or a changed program onto one board or many, verified."""
