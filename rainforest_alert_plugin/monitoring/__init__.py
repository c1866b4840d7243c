"""What follows from alerts: missions to the events, and what came of them."""
