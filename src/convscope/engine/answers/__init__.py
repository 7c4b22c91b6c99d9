"""What a network answers and how good that is: examples, losses, metrics, familiarity."""
