"""A look at data before training: what is in them, and what a colleague would say of it."""

from convscope.data.checking.check import DataCheck, check_data

__all__ = ["DataCheck", "check_data"]
