"""Surveys: a few faces and one free line, from children, guardians and mentors, tied to nobody."""
