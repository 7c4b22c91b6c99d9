"""What is measured on a net or a set of images: frozen results, no pictures, no words."""
