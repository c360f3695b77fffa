"""What carriers settle: cash that they collected at the door, what they kept of it, and parcels that came back."""
