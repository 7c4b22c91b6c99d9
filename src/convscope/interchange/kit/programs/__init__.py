"""The programs of a kit, as they lie in it: there they import what was copied beside them."""
