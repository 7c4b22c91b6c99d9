"""What is wrong with a set of images, told from pixels and labels alone: no net, no torch.

Near-duplicates are in `near_duplicates`; what gives a class away, which classes overlap, and how
uneven or small a set is are in files named like that.
"""
