"""Whatever is done to a journal behind its back shows; forgetting somebody does not break it."""

import hashlib
import json
from datetime import UTC, datetime, timedelta, timezone

from hypothesis import assume, given
from hypothesis import strategies as st

from manyhands.core.privacy.chain import (
    Checkpoint,
    Line,
    Part,
    Wrong,
    commit,
    encode_line,
    link,
    open_seal,
    start_of,
    verify,
)

EXPECTED = "b87003322af05cd430f9de58e0bd3b40b89296ee0afed77187e54eb638d656a9"
AT = datetime(2026, 3, 7, 12, tzinfo=UTC)
NUMBERS = st.none() | st.integers(1, 2**63 - 1)
SALTS = st.binary(min_size=16, max_size=16)
ZONES = st.sampled_from([UTC, timezone(timedelta(hours=14)), timezone(timedelta(hours=-9, minutes=-30))])
FRESH = st.builds(
    dict,
    at=st.datetimes(min_value=datetime(2000, 1, 1), timezones=ZONES),  # noqa: DTZ001 - the zone is drawn
    verb=st.text(max_size=6),
    actor_kind=st.text(max_size=6),
    actor_role=st.text(max_size=6),
    actor=st.builds(commit, SALTS, st.just(Part.ACTOR), NUMBERS),
    subject_kind=st.text(max_size=6),
    subject=st.builds(commit, SALTS, st.just(Part.SUBJECT), NUMBERS),
    fields=st.lists(st.text(max_size=6), max_size=4),
)
CHAINS = st.lists(FRESH, min_size=2, max_size=5)


def chained(fresh: list[dict], group_id: int = 5) -> list[tuple[Line, bytes]]:
    before = start_of(group_id).chain_hash
    rows = []
    for number, values in enumerate(fresh, start=1):
        line = Line(group_id=group_id, number=number, **values)
        before = link(before, line)
        rows.append((line, before))
    return rows


def end_of(rows: list[tuple[Line, bytes]]) -> Checkpoint:
    line, given_hash = rows[-1]
    return Checkpoint(line.group_id, line.number, given_hash)


def is_whole(rows: list[tuple[Line, bytes]], kept: Checkpoint, group_id: int = 5) -> bool:
    found = verify(rows, start_of(group_id))
    return found.fault is None and found.last == kept


def flipped(value: bytes, place: int) -> bytes:
    place %= len(value) * 8
    changed = bytearray(value)
    changed[place // 8] ^= 1 << place % 8
    return bytes(changed)


@given(CHAINS)
def test_what_was_written_is_whole(fresh):
    rows = chained(fresh)

    assert is_whole(rows, end_of(rows))


@given(CHAINS)
def test_a_second_reader_made_from_the_description_finds_the_same(fresh):
    """Twenty lines that share nothing with the program, over what an export holds."""
    rows = chained(fresh)
    before = hashlib.sha256(b"\x02manyhands journal 1 group 5").digest()
    for line, given_hash in rows:
        words = json.loads(encode_line(line))
        text = json.dumps(words, sort_keys=True, separators=(",", ":")).encode()
        leaf = hashlib.sha256(b"\x00" + text).digest()
        before = hashlib.sha256(b"\x01" + before + leaf).digest()
        assert before == given_hash


@given(CHAINS, st.data())
def test_any_part_of_any_line_that_changes_shows_at_that_line(fresh, data):
    rows = chained(fresh)
    place = data.draw(st.integers(0, len(rows) - 1))
    line, given_hash = rows[place]
    other = Line(group_id=5, number=line.number, **data.draw(FRESH))
    name = data.draw(st.sampled_from(Line._fields[2:]))
    assume(getattr(other, name) != getattr(line, name))
    rows[place] = (line._replace(**{name: getattr(other, name)}), given_hash)

    fault = verify(rows, start_of(5)).fault
    assert fault is not None
    assert (fault.number, fault.wrong) == (line.number, Wrong.CHANGED)


@given(CHAINS, st.data())
def test_any_bit_of_a_hash_or_a_commitment_that_flips_shows(fresh, data):
    rows = chained(fresh)
    kept = end_of(rows)
    place = data.draw(st.integers(0, len(rows) - 1))
    bit = data.draw(st.integers(0, 255))
    line, given_hash = rows[place]
    rows[place] = data.draw(
        st.sampled_from(
            [
                (line, flipped(given_hash, bit)),
                (line._replace(actor=flipped(line.actor, bit)), given_hash),
                (line._replace(subject=flipped(line.subject, bit)), given_hash),
            ]
        )
    )

    assert not is_whole(rows, kept)


@given(CHAINS, st.data())
def test_rows_left_out_moved_doubled_or_cut_off_show(fresh, data):
    rows = chained(fresh)
    kept = end_of(rows)
    places = data.draw(st.lists(st.integers(0, len(rows) - 1), max_size=len(rows) + 1))
    assume(places != list(range(len(rows))))

    assert not is_whole([rows[place] for place in places], kept)


@given(CHAINS, st.data())
def test_moved_and_numbered_anew_shows_too(fresh, data):
    rows = chained(fresh)
    kept = end_of(rows)
    order = data.draw(st.permutations(range(len(rows))))
    assume(any(rows[old][0]._replace(number=new + 1) != rows[new][0] for new, old in enumerate(order)))
    moved = [(rows[old][0]._replace(number=new), rows[old][1]) for new, old in enumerate(order, start=1)]

    assert not is_whole(moved, kept)


@given(CHAINS, CHAINS, st.data())
def test_two_groups_cannot_be_spliced(fresh, others, data):
    rows, foreign = chained(fresh), chained(others, group_id=6)
    kept = end_of(rows)
    cut = data.draw(st.integers(0, min(len(rows), len(foreign)) - 1))

    assert not is_whole([*rows[:cut], *foreign[cut:]], kept)
    renamed = [(line._replace(group_id=5), given_hash) for line, given_hash in foreign]
    assert not is_whole([*rows[:cut], *renamed[cut:]], kept)
    assert verify(renamed, start_of(5)).fault is not None


@given(CHAINS, FRESH)
def test_a_journal_written_anew_from_some_line_on_is_whole_but_not_the_one_that_was_kept(fresh, other):
    """Who may write everything can write another history: only what is kept elsewhere tells."""
    rows = chained(fresh)
    forged = chained([*fresh[:-1], other])
    assume(rows[-1][0] != forged[-1][0])

    assert verify(forged, start_of(5)).fault is None
    assert not is_whole(forged, end_of(rows))


@given(CHAINS, st.data())
def test_it_can_be_read_from_any_line_on(fresh, data):
    rows = chained(fresh)
    cut = data.draw(st.integers(1, len(rows) - 1))
    found = verify(rows[cut:], end_of(rows[:cut]))

    assert (found.count, found.fault, found.last) == (len(rows) - cut, None, end_of(rows))


@given(SALTS, NUMBERS, st.sampled_from(Part))
def test_a_number_that_was_erased_still_opens_to_the_same(salt, number, part):
    kept = open_seal(salt, part, number)

    assert open_seal(kept, part, None) == kept


@given(SALTS, NUMBERS, NUMBERS)
def test_no_other_number_and_no_other_part_opens_it(salt, number, other):
    assume(number != other)
    kept = commit(salt, Part.ACTOR, number)

    assert open_seal(salt, Part.ACTOR, other) != kept
    assert open_seal(salt, Part.SUBJECT, number) != kept
    if other is not None:
        assert open_seal(kept, Part.ACTOR, other) != kept


def test_the_format_is_the_one_that_was_written_down():
    """Journals of years ago must verify: whoever changes this makes a format 2."""
    line = Line(
        5, 1, AT, "person.read", "member", "", commit(bytes(16), Part.ACTOR, 7), "people.person",
        commit(bytes(range(16)), Part.SUBJECT, 12), ["name", "phone"],
    )  # fmt: skip

    assert link(start_of(5).chain_hash, line).hex() == EXPECTED
