from manyhands.web.templatetags.manyhands import phone, tel


def test_a_number_as_somebody_wrote_it_is_dialled_in_full():
    assert tel("(517) 555-0100", "US") == "+15175550100"
    assert tel("+525512345678", "US") == "+525512345678"


def test_words_stay_words():
    assert tel("ask Ana", "US") == phone("ask Ana", "US") == "ask Ana"


def test_a_number_is_read_as_people_here_write_it():
    assert phone("+15175550100", "US") == "(517) 555-0100"
