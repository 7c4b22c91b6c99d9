"""Puts this folder on the path: the cases of all layer kinds are tried by other tests as well."""
