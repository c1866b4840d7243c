"""Polygon overlay and topology engine on QGIS geometry."""
