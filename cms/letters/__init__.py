"""The department's words in mails of the shop."""
