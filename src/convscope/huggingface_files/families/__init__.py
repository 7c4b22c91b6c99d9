"""Families of image classifiers: what each is made of, in the names of its tensors."""
