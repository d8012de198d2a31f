"""What a stage says is a value: places, findings, changes, outcomes, errors."""

from pipeline.report import Change, Finding, Location, Outcome, PipelineError, Severity

HERE = Location("tides.md", 7, 3)


def test_a_location_reads_like_a_compiler_message():
    assert str(HERE) == "tides.md:7:3"
    assert str(Location("tides.md", 7)) == "tides.md:7"
    assert str(Location("tides.md")) == "tides.md"


def test_locations_sort_by_file_and_line():
    assert sorted([Location("b", 1), Location("a", 9), Location("a", 2)])[0] == Location("a", 2)


def test_a_finding_says_where_and_what():
    assert str(Finding("link.broken", "a link leads nowhere", location=HERE)) == "tides.md:7:3: a link leads nowhere"
    assert str(Finding("title.missing", "the work has no title")) == "the work has no title"


def test_a_finding_as_json_leaves_out_what_it_does_not_know():
    assert Finding("title.missing", "the work has no title").as_json() == {
        "code": "title.missing",
        "severity": "warning",
        "message": "the work has no title",
    }
    full = Finding("a.b", "c", Severity.ERROR, HERE, "try d").as_json()
    assert (full["file"], full["line"], full["column"], full["hint"]) == ("tides.md", 7, 3, "try d")


def test_a_change_as_json_says_pass_place_before_and_after():
    assert Change("ids", "a", "b", HERE).as_json() == {"pass": "ids", "before": "a", "after": "b", "at": "tides.md:7:3"}


def test_outcomes_chain_in_order():
    first, second = Finding("a", "a"), Finding("b", "b")
    chained = Outcome(1, (first,), (Change("x", "", ""),)).then(Outcome(2, (second,), (Change("y", "", ""),)))
    assert chained.value == 2
    assert chained.findings == (first, second)
    assert [change.name for change in chained.changes] == ["x", "y"]


def test_an_error_is_a_finding_for_those_who_go_on():
    error = PipelineError("the file is empty", HERE, "write something", "read.empty")
    assert str(error) == "tides.md:7:3: the file is empty"
    assert error.finding() == Finding("read.empty", "the file is empty", Severity.ERROR, HERE, "write something")


def test_an_unforeseen_error_becomes_a_finding_that_names_the_line():
    from pipeline.report import Location, unexpected

    try:
        raise ZeroDivisionError("nothing to divide by")
    except ZeroDivisionError as error:
        finding = unexpected(error, Location("tides.md"))
    assert str(finding).startswith("tides.md: an error of the program itself: ZeroDivisionError: nothing to divide by")
    assert "test_report.py" in finding.message
