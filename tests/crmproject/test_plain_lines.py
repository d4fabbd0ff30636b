"""Rich text as the lines of a message."""

from crmproject.toolkit.richtext import plain_lines


def test_each_paragraph_item_and_row_has_its_line() -> None:
    html = (
        "<h3>Points</h3><p>Un <strong>deux</strong><br>trois</p><ul><li><p>a</p><p>b</p></li><li>c</li></ul>"
        "<table><tbody><tr><td>x</td><td>y</td></tr></tbody></table><p></p>"
    )
    assert plain_lines(html) == "Points\nUn deux\ntrois\n– a\nb\n– c\nx ; y"
    assert plain_lines("") == ""
