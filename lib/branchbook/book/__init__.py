"""The book: what a notebook holds in its hand for one branch, and the documents made from what it keeps.

Public: ``book.open_chapter`` → ``Book``, ``prepared.prepare`` → ``Prepared``, ``documents.write_documents``.
"""
