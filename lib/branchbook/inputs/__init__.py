"""From an engagement's folder to validated data, split by branch.

- ``engagement``: :class:`Engagement` and ``read_engagement(folder)``
- ``schema``: the tables and columns that can be brought, ``TABLES``
- ``store``: :class:`Store`, ``open_store(engagement, folder)``, ``standing_store(folder)``
- ``branch_data``: ``read_branch(store, branch_id)``, one branch's rows for an analysis
- ``notices``: :class:`Notice`, what is worth knowing without being wrong
- ``turn``: ``own_turn(path)``, one process at a time, and ``taken(file)``, the lock below it
- ``spelling``: ``nearest(word, known)``

Everything that is wrong is raised at once as :class:`branchbook.errors.InputFaults`, before anything is computed.
"""
