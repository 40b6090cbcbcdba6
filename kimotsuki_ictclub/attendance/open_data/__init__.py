"""The club's numbers as open data, with small counts hidden."""
