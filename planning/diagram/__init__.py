"""The parts of the Gantt chart: its lines, its scale, their shapes, the links between them."""
