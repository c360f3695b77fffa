"""A stock django-oscar shop: the baseline."""
