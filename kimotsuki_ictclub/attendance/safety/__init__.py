"""For the day when something happens: the emergency page of a venue, and the list for the insurance."""
