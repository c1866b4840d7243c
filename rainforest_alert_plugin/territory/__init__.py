"""Communities and their boundaries: what comes in from the field, and how a track becomes a limit."""
