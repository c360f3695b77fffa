"""What others may keep of our pages, and telling them to forget it."""
