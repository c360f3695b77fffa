"""What a buyer says is wrong with a delivered parcel, and what becomes of it."""
