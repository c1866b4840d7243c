"""Cadastre: reference layers, rules, profiles, findings."""
