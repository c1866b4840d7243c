"""Alerts: sources, decoding, statistics per territory, events, priority."""
