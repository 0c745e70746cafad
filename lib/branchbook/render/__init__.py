"""Documents from blocks: the only floor that knows Word, PowerPoint and Excel files, and how a figure is drawn."""
