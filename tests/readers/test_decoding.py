"""Bytes become text whatever they are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.readers.decoding import decode


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_unicode_encodings_are_told_apart(encoding: str) -> None:
    text = "Café in the harbour\nA second line of text"
    assert decode(text.encode(encoding)) == text


def test_text_that_is_not_utf_8_is_read_as_windows_1252() -> None:
    assert decode("“Curly” – €".encode("cp1252")) == "“Curly” – €"


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1252", "Le pont était fermé depuis l’été ; il a été rouvert lundi, a annoncé la mairie."),
        ("cp1252", "Die Brücke über den Fluss ist wieder geöffnet – für alle Fußgänger."),
        ("cp1252", "A ponte está aberta de novo, não há mais obras, disse a câmara à população."),
        ("cp1250", "Most został otwarty w poniedziałek, a prace kosztowały więcej, niż zakładano."),
        ("cp1252", "Broen åpner igjen på mandag, sier ordføreren. Øyene får ferge i påsken."),
        ("cp1252", "Señor Núñez abrió el puente; ¿quién pagó? La canción sonó allí, ¡por fin!"),
        ("cp1252", "Brúin var opnuð á mánudag og það var við hæfi að ráðherra kæmi þangað sem fyrst."),
        ("cp1251", "Мост снова открыт для движения после ремонта, сообщили в мэрии."),
        ("koi8_r", "Мост снова открыт для движения после ремонта, сообщили в мэрии города."),
        ("cp1253", "Η γέφυρα άνοιξε ξανά τη Δευτέρα μετά από επισκευές ενός έτους."),
        ("cp1254", "Köprü onarım için kapalıydı ve bir yıl sonra açıldı, dedi başkan. İşçiler dinleniyor."),
        ("cp1255", "הגשר נפתח מחדש ביום שני לאחר שיפוצים שנמשכו שנה, כך מסרה העירייה."),
        ("cp1256", "أعيد فتح الجسر يوم الاثنين بعد إصلاحات استمرت عاما كاملا، حسبما أعلنت البلدية."),
        ("shift_jis", "橋は月曜日に再開された。市役所によると、修理には一年かかった。"),
        ("euc_jp", "橋は月曜日に再開された。市役所によると、修理には一年かかった。"),
        ("euc_kr", "다리는 월요일에 다시 개통되었다고 시청이 밝혔다."),
        ("gb18030", "大桥周一重新开放，市政府说，维修工作持续了一年。"),
        ("big5", "大橋週一重新開放，市政府說，維修工作持續了一年。"),
    ],
)
@pytest.mark.parametrize("times", [1, 400])
def test_legacy_encoding_is_told_by_the_language_that_it_makes(encoding: str, text: str, times: int) -> None:
    text = f"{text}\n" * times
    assert decode(text.encode(encoding)) == text


def test_utf_8_with_one_damaged_place_stays_utf_8() -> None:
    assert decode("żółć gęślą".encode() + b"\xff") == "żółć gęślą\ufffd"


@given(st.binary(max_size=400))
def test_no_bytes_make_it_raise(data: bytes) -> None:
    decode(data)
