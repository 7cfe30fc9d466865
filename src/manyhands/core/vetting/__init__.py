"""What somebody has to have shown before they help, and how it is carried from one group to another."""
