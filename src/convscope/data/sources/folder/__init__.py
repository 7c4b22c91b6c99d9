"""Folders and archives of images: which file belongs to which class and split."""
