"""What goes on at the moment: children, their boards, checks, and what is told to open pages."""
