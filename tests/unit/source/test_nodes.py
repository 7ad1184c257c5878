"""Text files become trees of plain strings with positions, or say exactly why not."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spinewise.errors import InputError, Place
from spinewise.source import Entries, Items, Node, Text, read_node
from spinewise.source.nodes import LARGEST_BYTES, place_at

FILE = "facts/pain.yaml"


def read(text: str) -> Node:
    return read_node(text.encode(), file=FILE)


def refusal(data: bytes | str) -> str:
    """What is said about a file that cannot be read."""
    with pytest.raises(InputError) as refused:
        read_node(data.encode() if isinstance(data, str) else data, file=FILE)
    return str(refused.value)


# --- what is read ----------------------------------------------------------------------------------


def test_every_value_and_key_knows_its_line_and_column():
    tree = read("title: Pain\nlevels:\n  - low\n  - {name: high}\n")
    assert tree.place == Place(FILE, 1, 1)
    assert tree.of["title"].place == Place(FILE, 1, 8)
    assert tree.keys["levels"] == Place(FILE, 2, 1)
    assert place_at(tree, "levels", 0) == Place(FILE, 3, 5)
    assert place_at(tree, "levels", 1, "name") == Place(FILE, 4, 12)


def test_columns_count_characters_not_bytes():
    assert read("{é: 🙂, pain: high}").keys["pain"] == Place(FILE, 1, 8)


def test_lines_ended_the_windows_way_are_counted_once():
    assert read("a: 1\r\nb: 2\r\n").keys["b"] == Place(FILE, 2, 1)


def test_a_byte_order_mark_does_not_move_the_first_column():
    tree = read_node(b"\xef\xbb\xbfpain: high", file=FILE)
    assert tree == read("pain: high")


def test_a_path_that_leaves_the_tree_ends_at_the_last_place_inside():
    tree = read("levels:\n  - low\n")
    assert place_at(tree, "levels", 5) == tree.of["levels"].place
    assert place_at(tree, "nowhere", "at", "all") == tree.place
    assert place_at(tree, "levels", 0, "deeper") == Place(FILE, 2, 5)


@pytest.mark.parametrize("word", ["no", "yes", "on", "6:30", "1_000", "0x1F", "010", "2026-11-22", "~", "null", "1e3"])
def test_a_word_that_yaml_would_guess_at_stays_a_word(word):
    assert read(f"entry: {word}").of["entry"].value == word


def test_quoted_and_plain_words_are_told_apart():
    tree = read("plain: no\nquoted: 'no'\nblock: |\n  no\n")
    assert [tree.of[key].plain for key in ("plain", "quoted", "block")] == [True, False, False]
    assert [tree.of[key].value for key in ("plain", "quoted", "block")] == ["no", "no", "no\n"]


def test_an_entry_without_a_value_is_an_empty_word():
    assert read("entry:\nother: 1").of["entry"].value == ""


def test_the_order_of_the_file_is_kept():
    assert list(read("c: 1\na: 2\nb: 3").of) == ["c", "a", "b"]


def test_lists_and_mappings_are_told_apart_when_empty():
    tree = read("a: []\nb: {}")
    assert isinstance(tree.of["a"], Items)
    assert isinstance(tree.of["b"], Entries)


def test_thirty_two_levels_are_read():
    assert isinstance(read("[" * 32 + "]" * 32), Items)


# --- what is refused ----------------------------------------------------------------------------------


def test_an_empty_file():
    assert refusal("") == f"{FILE}: the file is empty. Write at least one entry."


def test_a_file_of_comments():
    assert refusal("# nothing here\n\n# or here\n") == f"{FILE}: the file is empty. Write at least one entry."


def test_a_second_document():
    said = f"{FILE}:2:1: a second document starts here. Keep one document in a file."
    assert refusal("a: 1\n---\nb: 2\n") == said


def test_a_key_given_twice():
    said = f"{FILE}:3:1: 'pain' is already given on line 1. Keep one of them."
    assert refusal("pain: 1\nfever: 2\npain: 3\n") == said


def test_a_key_given_twice_in_different_quotes():
    assert refusal("{pain: 1, 'pain': 2}") == f"{FILE}:1:11: 'pain' is already given on line 1. Keep one of them."


def test_a_key_that_is_a_list():
    assert refusal("? [a, b]\n: c\n") == f"{FILE}:1:3: a key must be a plain word. Write `name: value`."


@pytest.mark.parametrize("text", ["a: &x 1", "a: &x [1]", "a: &x {b: 1}"])
def test_an_anchor(text):
    assert refusal(text) == f"{FILE}:1:4: anchors and aliases (& and *) are not used. Write the value out."


def test_an_alias_that_would_grow_without_end():
    bomb = "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n"
    assert refusal(bomb) == f"{FILE}:1:4: anchors and aliases (& and *) are not used. Write the value out."


def test_an_alias_alone():
    assert refusal("a: 1\nb: *a") == f"{FILE}:2:4: anchors and aliases (& and *) are not used. Write the value out."


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("a: !!int 5", "tag:yaml.org,2002:int"),
        ("a: !!python/object/apply:os.system [ls]", "tag:yaml.org,2002:python/object/apply:os.system"),
        ("a: !own {b: 1}", "!own"),
        ("a: ! word", "!"),
    ],
)
def test_a_tag(text, tag):
    assert refusal(text) == f"{FILE}:1:4: the tag {tag} is not used. Write a plain value."


@pytest.mark.parametrize("levels", [33, 1000, 100_000])
def test_lists_nested_too_deep(levels):
    assert refusal("[" * levels + "]" * levels) == f"{FILE}:1:34: nested more than 32 deep. Flatten the file."


def test_lists_never_closed():
    assert refusal("[" * 100_000) == f"{FILE}:1:34: nested more than 32 deep. Flatten the file."


def test_block_lists_nested_too_deep():
    assert refusal("- " * 100_000 + "a") == f"{FILE}:1:67: nested more than 32 deep. Flatten the file."


def test_block_mappings_nested_too_deep():
    deep = "".join(f"{' ' * level}a:\n" for level in range(1000))
    assert refusal(deep) == f"{FILE}:33:33: nested more than 32 deep. Flatten the file."


def test_mappings_nested_too_deep_as_keys():
    assert refusal("{? " * 100_000) == f"{FILE}:1:100: nested more than 32 deep. Flatten the file."


def test_a_file_too_large():
    said = f"{FILE}: the file is 10.0 MB. The most that is read is 1 MB."
    assert refusal(b"a: 1\n" * 2_000_000) == said


def test_a_file_of_exactly_the_largest_size_is_read():
    data = b"a: " + b"x" * (LARGEST_BYTES - 3)
    assert len(read_node(data, file=FILE).of["a"].value) == LARGEST_BYTES - 3


def test_a_binary_file():
    assert refusal(b"a: 1\0b") == f"{FILE}: this is a binary file. Give a YAML text file."


def test_a_picture():
    said = f"{FILE}:1: this is not UTF-8 text. Save the file as plain UTF-8 text."
    assert refusal(b"\x89PNG\r\n\x1a\n\0\0\0") == said


def test_a_file_in_latin_1_names_the_line():
    said = f"{FILE}:2: this is not UTF-8 text. Save the file as plain UTF-8 text."
    assert refusal("title: pain\nsay: café\n".encode("latin-1")) == said


def test_a_file_in_utf_16():
    said = f"{FILE}:1: this is not UTF-8 text. Save the file as plain UTF-8 text."
    assert refusal("pain: high".encode("utf-16")) == said
    assert refusal("pain: high".encode("utf-16-le")) == f"{FILE}: this is a binary file. Give a YAML text file."


def test_a_control_character():
    assert refusal("a: \x07") == f"{FILE}: this is not YAML text. Save it as plain UTF-8 text."


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: 'open", "1:9: this is not valid YAML: found unexpected end of stream"),
        ("a: 1\n  b: 2\n", "2:4: this is not valid YAML: mapping values are not allowed in this context"),
        ("a: [1, 2\nb: 3\n", "2:2: this is not valid YAML: did not find expected ',' or ']'"),
        ("a:\n\t- 1\n", "2:1: this is not valid YAML: found character that cannot start any token"),
        ("when: all: [x]\n", "1:10: this is not valid YAML: mapping values are not allowed in this context"),
        ("- a\nb: 1\n", "2:1: this is not valid YAML: did not find expected '-' indicator"),
        ("a: @b\n", "1:4: this is not valid YAML: found character that cannot start any token"),
    ],
)
def test_text_that_is_not_yaml_says_where(text, said):
    assert refusal(text) == f"{FILE}:{said}. Check the indentation, colons and quotes near here."


# --- whatever comes -------------------------------------------------------------------------------------


def said_or_read(data: bytes) -> list[str] | Node:
    try:
        return read_node(data, file=FILE)
    except InputError as refused:
        return [str(problem) for problem in refused.problems]


def is_tree_or_reasons(found: list[str] | Node) -> bool:
    """A tree, or sentences about the file."""
    if isinstance(found, list):
        return bool(found) and all(said.startswith(FILE) and said.endswith((".", "?")) for said in found)
    return isinstance(found, Text | Items | Entries)


@settings(deadline=None, max_examples=300)
@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused_with_a_reason(data):
    assert is_tree_or_reasons(said_or_read(data))


PUNCTUATION = [": ", "- ", ", ", *"[]{}'\"#&*!|>?%", "---", "..."]
SPACES = ["\n", "  ", "\t", "\u2028", "\ufeff"]


@settings(deadline=None, max_examples=500)
@given(st.lists(st.sampled_from(["a", "é", *PUNCTUATION, *SPACES]), max_size=25))
def test_any_text_like_yaml_is_read_or_refused_with_a_reason(pieces):
    assert is_tree_or_reasons(said_or_read("".join(pieces).encode()))
