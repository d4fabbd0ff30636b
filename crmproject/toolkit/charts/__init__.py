"""Charts drawn by the server as vector SVG, the same for the page and for the PDF.

They know no app: figures and labels come in, a drawing comes out, with a title and a sentence that says its point.
Presentation attributes paint it in print, classes on screen (`static/css/charts.css`); a pattern, a number or an
outline tells what a colour tells. Drawings hold few elements, since each costs time in the PDF.
"""

from crmproject.toolkit.charts.bars import Bar, Series, stacked_bars
from crmproject.toolkit.charts.drawing import Alternative
from crmproject.toolkit.charts.grids import Shade, matrix, quadrants
from crmproject.toolkit.charts.paints import Paint
from crmproject.toolkit.charts.trend import Level, Point, trend

__all__ = [
    "Alternative",
    "Bar",
    "Level",
    "Paint",
    "Point",
    "Series",
    "Shade",
    "matrix",
    "quadrants",
    "stacked_bars",
    "trend",
]
