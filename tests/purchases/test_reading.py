"""Readers: each kind of file into the schema, in exact units, with limits."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from fittingroom.errors import FileRefused, UnknownName
from fittingroom.purchases import spoken
from fittingroom.purchases.limits import Limits
from fittingroom.purchases.reading import Reading, read_purchases, read_spelling
from fittingroom.purchases.spelling import Spelling

from .made import CLOTH, RENTED, made_purchases, write_lines


def row(reading: Reading, place: int = 0) -> dict[str, object]:
    return {name: values[place] for name, values in reading.purchases.everything().items()}


def write(path: Path, text: str) -> Path:
    path.write_text(text, "utf-8")
    return path


def test_renttherunway_lines(tmp_path: Path) -> None:
    reading = read_purchases(write_lines(tmp_path / "r.json", [RENTED, {**RENTED, "fit": "large"}]))
    assert reading.kind == "renttherunway"
    read = row(reading)
    assert read["height_cm"] == pytest.approx(172.72) and read["bra_band_in"] == 34
    assert read["weight_kg"] == pytest.approx(62.14215469, abs=1e-9)
    assert (read["bra_cup"], read["occasion"], read["body_type"]) == ("d", "vacation", "hourglass")
    assert read["reviewed_at"] == np.datetime64("2016-04-20T00:00:00")
    assert (read["user_id"], read["size"], read["rating"]) == ("420272", 14, 10)
    assert str(read["review"]).startswith("So many compliments!\nAn adorable")
    assert reading.purchases.outcomes().tolist() == [1, 2] and read["sex"] == "female"


def test_lines_may_lack_keys_and_be_gzipped(tmp_path: Path) -> None:
    path = tmp_path / "renttherunway_final_data.json.gz"
    few = {key: RENTED[key] for key in ("fit", "user_id", "item_id", "size", "rented for")}
    lines = "\n".join(json.dumps(line) for line in (few, RENTED, few))
    path.write_bytes(gzip.compress(lines.encode()))
    reading = read_purchases(path)
    heights = reading.purchases.inputs()["height_cm"]
    assert reading.kind == "renttherunway" and np.isnan(heights).tolist() == [True, False, True]


def test_modcloth_lines(tmp_path: Path) -> None:
    reading = read_purchases(write_lines(tmp_path / "m.json", [CLOTH, {**CLOTH, "height": "5ft"}]))
    assert reading.kind == "modcloth"
    read = row(reading)
    assert read["height_cm"] == pytest.approx(167.64, abs=1e-9)
    assert row(reading, 1)["height_cm"] == pytest.approx(152.4, abs=1e-9)
    girths = [read[f"{girth}_girth_cm"] for girth in ("bust", "waist", "hip")]
    assert girths == pytest.approx([91.44, 73.66, 96.52], abs=1e-9) and read["bra_band_in"] == 34
    assert (read["bra_cup"], read["length_said"], read["quality"]) == ("e", "just right", 5)
    assert reading.report.count("unknown column", "shoe size") == 1
    assert "Emily" not in str(reading.purchases.everything())


def test_the_parquet_reads_and_cleans_in_three_seconds(survey_data: Path) -> None:
    path = survey_data / "renttherunway" / "train.parquet"
    read_purchases(survey_data / "renttherunway" / "valid.parquet")  # the libraries' own start
    start = time.process_time()
    reading = read_purchases(path)
    assert time.process_time() - start < 3.0
    assert reading.kind == "renttherunway" and len(reading.purchases) == 154_035
    frame = pd.read_parquet(path)
    np.testing.assert_allclose(
        read_purchases(path, cleaned=False).purchases.inputs()["height_cm"],
        frame["height_in"] * 2.54,
    )
    assert np.bincount(reading.purchases.outcomes()).tolist() == [20574, 113704, 19757]
    report = reading.report
    ages = int(((frame["age"] < 14) | (frame["age"] > 100)).sum())
    assert report.count("out of range", "age_years") == ages == 106
    assert report.count("out of range", "height_cm") == int((frame["height_in"] < 56).sum())
    assert report.count("duplicate row") == int(frame.duplicated().sum()) == 116
    pair = ["user_id", "item_id", "size"]
    assert report.count("duplicate pair") == int(frame.duplicated(pair).sum()) == 158
    assert report.count("contradictory pair") == 6
    assert report.count("sizes on several scales") > 0
    assert report.rows_out == report.rows_in == 154_035


def test_a_shops_csv_in_the_schemas_names_and_other_units(tmp_path: Path) -> None:
    text = (
        "order_id,customer_id,sku,size,waist_girth_in,height_ft,weight_lb,gender,status,reason\n"
        '1,"Anna, B.",tee,M,30,5.5,140,F,kept,\n'
        "2,Bob,tee,2XL,,6,,m,returned,Too big\n"
        "3,Cem,tee,38,,,,,returned,colour\n"
    )
    spelling = Spelling(columns={"status": "kept"})
    reading = read_purchases(write(tmp_path / "s.csv", text), spelling=spelling)
    assert reading.kind == "shop"
    read = row(reading)
    assert (read["user_id"], read["item_id"], read["size_label"]) == ("Anna, B.", "tee", "M")
    assert read["waist_girth_cm"] == pytest.approx(76.2) and read["sex"] == "female"
    assert read["height_cm"] == pytest.approx(167.64)
    assert read["weight_kg"] == pytest.approx(63.5029318)
    assert reading.purchases.outcomes().tolist() == [1, 2, -1]
    assert reading.purchases.kept().tolist() == [1, 0, 0]
    sizes = reading.purchases.inputs()["size"]
    assert sizes[:2].tolist() == [3, 6] and np.isnan(sizes[2])
    assert reading.report.count("sizes on several scales") == 1
    assert reading.report.count("outcome from the order") == 2


def test_a_spelling_file_maps_columns_values_and_signs(tmp_path: Path) -> None:
    spelling = write(
        tmp_path / "spelling.json",
        json.dumps(
            {
                "columns": {"Kunde": "user_id", "Artikel": "item_id", "Taille": "waist_girth_cm"},
                "values": {"fit": {"passt": "fit", "zu klein": "small"}},
                "decimal": ",",
            }
        ),
    )
    text = (
        "Kunde;Artikel;size_label;Taille;fit\n7;a;40;72,5;passt\n8;a;42;80;zu klein\n9;a;42;x;?\n"
    )
    reading = read_purchases(write(tmp_path / "s.csv", text), spelling=read_spelling(spelling))
    assert reading.purchases.inputs()["waist_girth_cm"][0] == 72.5
    assert reading.purchases.outcomes().tolist() == [1, 0, -1]
    assert reading.report.count("unreadable", "Taille") == 1
    assert reading.report.count("unreadable", "fit") == 1


def test_what_was_written_reads_again_as_lines_and_parquet(tmp_path: Path) -> None:
    purchases = made_purchases()
    purchases.frame().to_parquet(tmp_path / "p.parquet")
    purchases.frame().to_json(
        tmp_path / "p.jsonl", orient="records", lines=True, date_format="iso", double_precision=15
    )
    for name in ("p.parquet", "p.jsonl"):
        read = read_purchases(tmp_path / name, cleaned=False).purchases.frame()
        pd.testing.assert_frame_equal(read, purchases.frame(), rtol=1e-12)


def test_unknown_columns_are_told_with_the_nearest(tmp_path: Path) -> None:
    reading = read_purchases(write(tmp_path / "s.csv", "user_id,item_id,hieght_cm\n1,2,170\n"))
    found = next(f for f in reading.report.findings if f.rule == "unknown column")
    assert found.column == "hieght_cm" and "height_cm" in found.says


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("empty.csv", b"", "is empty"),
        ("one.csv", b"user_id,item_id\n", "holds no row"),
        ("twice.csv", b"user_id,user_id\n1,2\n", "twice"),
        ("both.csv", b"user_id,customer_id\n1,2\n", "both are user_id"),
        ("short.csv", b"user_id,item_id\n1\n", "row 2 has 1 cells"),
        ("latin.csv", "user_id,item_id\né,2\n".encode("latin-1"), "line 2 isn't UTF-8"),
        ("quote.csv", b'user_id,item_id\n"1"x,2\n', "isn't CSV"),
        ("other.csv", b"a,b\n1,2\n", "has no column of purchases"),
        ("bad.json", b'{"user_id": 1}\n{"user_id": }\n', "line 2 isn't JSON"),
        ("list.json", b"[1, 2]\n", "isn't a JSON object"),
        ("deep.json", b'{"user_id": ' + b"[" * 100_000 + b"\n", "isn't JSON"),
        ("bad.parquet", b"PAR1 and nothing else", "isn't a parquet file"),
        ("bad.gz", b"\x1f\x8b\x08\x00nothing", "damaged gzip"),
    ],
)
def test_what_is_no_table_is_refused(tmp_path: Path, name: str, content: bytes, says: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(FileRefused, match=says):
        read_purchases(path)


def test_limits_hold_before_and_while_reading(tmp_path: Path) -> None:
    lines = write_lines(tmp_path / "r.json", [RENTED] * 20)
    table = write(tmp_path / "s.csv", "user_id,item_id\n" + "1,2\n" * 20)
    parquet = tmp_path / "p.parquet"
    made_purchases(20).frame().to_parquet(parquet)
    packed = tmp_path / "r.json.gz"
    packed.write_bytes(gzip.compress(b'{"user_id": "' + b"0" * 200_000 + b'"}\n' * 3))
    for path in (lines, table, parquet):
        with pytest.raises(FileRefused, match="rows"):
            read_purchases(path, limits=Limits(rows=10))
        with pytest.raises(FileRefused, match="bytes"):
            read_purchases(path, limits=Limits(file_bytes=40))
        with pytest.raises(FileRefused, match=r"at most 1\b"):
            read_purchases(path, limits=Limits(columns=1))
    for path in (lines, table):
        with pytest.raises(FileRefused, match="line 1"):
            read_purchases(path, limits=Limits(line_bytes=10))
    with pytest.raises(FileRefused, match="unpacked"):
        read_purchases(packed, limits=Limits(file_bytes=10_000))
    with pytest.raises(FileRefused, match="no such file"):
        read_purchases(tmp_path / "none")
    with pytest.raises(UnknownName, match="did you mean 'modcloth'"):
        read_purchases(lines, kind="modclot")


@pytest.mark.parametrize(
    ("text", "height"),
    [
        ("5' 8\"", 172.72), ("5'8", 172.72), ("5ft 6in", 167.64), ("5ft", 152.4),
        ("6 feet 1.5 in", 186.69), ("5' 12\"", None), ("170", None), ("tall", None), ("", None),
    ],
)  # fmt: skip
def test_heights_in_feet(text: str, height: float | None) -> None:
    assert spoken.centimetres_of_feet(text) == (height and pytest.approx(height, abs=1e-9))


def test_other_words_of_shoppers() -> None:
    assert spoken.bra("34ddd/e") == (34.0, "e") and spoken.bra("36dd") == (36.0, "e")
    assert spoken.bra("34d+") == (34.0, "d") and spoken.bra("34aa") == (34.0, "aa")
    assert spoken.cup("ddd/f") == "f" and spoken.cup("z") is None and spoken.bra("d34") is None
    assert spoken.kilograms("62 kg") == 62 and spoken.kilograms("137") is None
    assert spoken.number("nan") is None and spoken.number("inf") is None
    assert spoken.date("nowhere") is None and spoken.fit("Too Small") == "small"


def test_a_spelling_that_is_none_is_refused(tmp_path: Path) -> None:
    cases = [
        ("[]", "isn't a spelling"),
        ('{"column": {}}', "isn't a spelling"),
        ('{"columns": {"a": 1}}', "maps names"),
        ("{", "isn't JSON"),
    ]
    for text, says in cases:
        with pytest.raises(FileRefused, match=says):
            read_spelling(write(tmp_path / "s.json", text))
    with pytest.raises(UnknownName, match="waist_girth_cm"):
        read_spelling(write(tmp_path / "s.json", '{"columns": {"a": "wiast_girth_cm"}}'))


def test_lines_and_tables_are_read_without_pandas(tmp_path: Path) -> None:
    write_lines(tmp_path / "r.json", [RENTED] * 3)
    write(tmp_path / "s.csv", "user_id,item_id,size\n1,2,8\n")
    code = (
        "import sys; from fittingroom.purchases.reading import read_purchases as read;"
        "from fittingroom.purchases.splitting import split;"
        f"split(read(r'{tmp_path / 'r.json'}').purchases, shares=(0.4, 0.3, 0.3));"
        f"read(r'{tmp_path / 's.csv'}'); heavy = {{'pandas', 'pyarrow'}} & set(sys.modules);"
        "sys.exit(str(heavy) if heavy else 0)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
