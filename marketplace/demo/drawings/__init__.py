"""The demo shop's pictures, drawn by code in the manner of Đông Hồ woodblock prints.

Each drawing prints flat earth colors a little off their ink blocks on paper brushed with shell powder. A seed varies ground,
motif, count and side, so that neighbors in a list differ. Nothing here knows the database.
"""
