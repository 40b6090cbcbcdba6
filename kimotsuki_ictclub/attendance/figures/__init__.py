"""What is counted: people, presences, and the way to the goal."""
