"""The local web server: pages and what they ask for, on loopback only."""
