"""The one place that turns QGIS objects into plain data and back."""
