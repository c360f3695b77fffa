"""A Django view that only gives bytes: what no shop can beat."""
