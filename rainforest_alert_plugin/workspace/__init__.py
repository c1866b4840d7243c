"""The federation's data: schema of all tables, GeoPackage and PostGIS, audit, release gate, backup, merging."""
