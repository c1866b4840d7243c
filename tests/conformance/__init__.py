"""Conformance set of the rules: real boundaries, one planted defect each; it shares no code with what it judges."""
