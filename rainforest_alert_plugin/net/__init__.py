"""Ground floor: the HTTP client."""
