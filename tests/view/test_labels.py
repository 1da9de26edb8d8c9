from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from explainer.view.map.labels import CHARACTER_PX, beside, sides
from explainer.view.words import NO_BREAK

HALF, WIDE = 12.0, 836.0


def box(mark: tuple[float, float], text: str, side: str) -> tuple[float, float, float, float]:
    """Where a label of 16 pixels' height stands beside its mark."""
    (x, y), width = mark, len(text) * CHARACTER_PX
    return {
        "middle right": (x + HALF, y - 8, x + HALF + width, y + 8),
        "middle left": (x - HALF - width, y - 8, x - HALF, y + 8),
        "top center": (x - width / 2, y - HALF - 16, x + width / 2, y - HALF),
        "bottom center": (x - width / 2, y + HALF, x + width / 2, y + HALF + 16),
    }[side]


def overlap(one, other) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def test_one_label_stands_to_the_right():
    assert sides([(100, 50)], ["Ireland"], WIDE) == ["middle right"]


def test_at_the_right_edge_a_label_stands_to_the_left():
    assert sides([(WIDE - 20, 50)], ["Auckland"], WIDE) == ["middle left"]


def test_a_cross_of_marks_gets_labels_that_cover_nothing():
    marks = [(400.0, 200.0), (440.0, 200.0), (420.0, 170.0), (420.0, 240.0)]
    texts = ["Frankfurt", "Zurich", "Ireland", "Milan: down"]
    boxes = [box(*each) for each in zip(marks, texts, sides(marks, texts, WIDE), strict=True)]
    assert not any(overlap(a, b) for i, a in enumerate(boxes) for b in boxes[:i])


@given(
    marks=st.lists(st.tuples(st.integers(1, 8), st.integers(1, 8)), min_size=1, max_size=12, unique=True),
    length=st.integers(3, 8),
)
def test_with_room_around_no_label_covers_another_and_all_stay_inside(marks, length):
    spots = [(x * 92.0, y * 60.0) for x, y in marks]
    texts = ["x" * length] * len(spots)
    chosen = sides(spots, texts, WIDE)
    boxes = [box(*each) for each in zip(spots, texts, chosen, strict=True)]
    assert not any(overlap(a, b) for i, a in enumerate(boxes) for b in boxes[:i])
    assert all(b[0] >= 0 and b[2] <= WIDE for b in boxes)


def test_where_no_side_is_free_a_label_still_stays_inside():
    marks = [(float(x), float(y)) for x in range(10, 100, 10) for y in range(10, 100, 10)]
    texts = ["a name"] * len(marks)
    boxes = [box(*each) for each in zip(marks, texts, sides(marks, texts, 110.0), strict=True)]
    assert all(b[0] >= 0 and b[2] <= 110 for b in boxes)


def test_a_label_keeps_its_distance_by_spaces_or_a_line():
    assert beside("Ohio", "middle right") == NO_BREAK * 5 + "Ohio"
    assert beside("Ohio", "middle left", spaces=2) == "Ohio" + NO_BREAK * 2
    assert beside("Ohio", "top center").startswith("Ohio<br>")
    assert beside("Ohio", "bottom center").endswith("<br>Ohio")
