"""How errors, progress and recordings stand in the page of a notebook."""
