"""Docks, map tools and the options page."""
