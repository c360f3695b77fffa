"""Chợ Sao beside stock django-oscar, measured in one run: see docs/performance.md."""
