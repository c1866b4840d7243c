"""Fixes of a boundary: each a pure function that says of every vertex what became of it, by how much, and why."""
