from __future__ import annotations

import numpy as np
import pytest

from explainer.page.wire import find, plain, put, same


@pytest.mark.parametrize(
    ("given", "dtype"),
    [("float64", "float32"), ("int64", "int32"), ("int16", "int16"), ("uint8", "uint8"), (">f4", "float32")],
)
def test_arrays_are_copied_narrow_and_little_endian(given, dtype):
    array = np.array([1, 2, 3], dtype=given)
    copy = plain(array)
    assert copy.dtype == np.dtype(dtype)
    assert copy.tolist() == [1, 2, 3]
    assert not np.shares_memory(copy, array)


def test_truth_values_texts_and_tables_of_numbers_become_lists():
    assert plain(np.array([True, False])) == [True, False]
    assert plain(np.array(["a", "b"])) == ["a", "b"]
    assert plain(np.array([[1.0, np.nan]])) == [[1.0, None]]


def test_plotlys_text_form_of_an_array_becomes_an_array():
    assert plain({"x": {"dtype": "f8", "bdata": "AAAAAAAA8D8AAAAAAAAAQA=="}})["x"].tolist() == [1.0, 2.0]


@pytest.mark.parametrize("value", [1, 1.5, "a", None, True, [1, "a"], {"a": [1]}, np.float32([1, np.nan])])
def test_a_copy_equals_its_original_and_nothing_else(value):
    assert same(plain(value), plain(value))
    assert not same(plain(value), "other")


def test_a_value_put_at_a_path_is_found_there():
    tree = {"annotations": [{"text": "a"}, {"text": "b"}], "geo": None}
    for path in ("annotations[1].text", "geo.center.lon", "title.text"):
        assert find(tree, path) != 5
        put(tree, path, 5)
        assert find(tree, path) == 5
    assert tree["annotations"][0] == {"text": "a"}
