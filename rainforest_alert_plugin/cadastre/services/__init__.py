"""The State's map services: catalogue, and fetching of what lies near a boundary."""
