"""What people and programs send that no form of ours would send: never a server error."""
