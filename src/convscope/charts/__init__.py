"""Pictures of plain numbers, the same in runs and in reports. No torch, no results' types."""
