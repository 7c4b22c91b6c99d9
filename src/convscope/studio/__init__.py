"""What the studio's page asks, answered from run folders and data: no HTTP in here."""
