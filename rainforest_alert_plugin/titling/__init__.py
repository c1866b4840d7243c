"""Titling: technical table, dossier, shapefile package, manifest."""
