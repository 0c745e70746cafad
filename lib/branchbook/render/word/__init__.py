"""Reports as Word files. Public: ``refresh.render_report``, which writes a report or refreshes the one that stands."""
