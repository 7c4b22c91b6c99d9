"""Models and pages in other people's forms: import, export, single files."""
