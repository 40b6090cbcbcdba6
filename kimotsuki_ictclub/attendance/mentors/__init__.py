"""Mentors (メンター): what they did at which session, their training, hours, and what they are paid for."""
