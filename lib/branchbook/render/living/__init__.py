"""What every living file of Office needs: its package opened safely, its charts' data exchanged, its record carried."""
