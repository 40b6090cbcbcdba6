"""Texts that people bring come out as they were written, or are refused: in no encoding are they garbled in silence."""

from __future__ import annotations

import pytest

from kimotsuki_ictclub.encoding import EncodingError, decoded

ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp932", "shift_jis_2004", "euc_jp",
             "iso2022_jp", "iso2022_jp_2004")  # fmt: skip
TABLES = (
    "番号,名前\n1,みかん\n",
    "番号,氏名\n1,田中 花子\n2,渡邊 健\n3,齋藤 蓮\n",
    "time,温度\n0,21\n1,22\n",
    "時間(秒),ｵﾝﾄﾞ,ｱ\n0,21,5\n",
    "氏名,ﾌﾘｶﾞﾅ\n渡邊,ﾜﾀﾅﾍﾞ\n林,ﾊﾔｼ\n",
    "ニックネーム,6/13\nケン,○\nゆうき,×\n",
    "日付,内容\n6/13,第①回　A組B ～ 光るライト\n",
    "日付,参加者\n6/13,﨑 みかん\n",
    "番号,名前\n" + "".join(f"{n},{name}\n" for n in range(300) for name in ("花子", "太郎", "ﾀﾛｳ")),
)
NAMES = "花子 田中 蓮 里奈 渡邊 髙橋 﨑 ﾐｶﾝ ﾀﾛｳ みかん ケン 神 森 温度 距離 é µs"


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_table_comes_out_as_it_was_written(encoding: str) -> None:
    for text in TABLES:
        try:
            content = text.encode(encoding)
        except UnicodeEncodeError:  # ① or 﨑, say, which not all of them have
            continue
        assert decoded(content) == text


@pytest.mark.parametrize("encoding", [*ENCODINGS, "euc_jis_2004"])
def test_a_single_name_is_right_or_refused(encoding: str) -> None:
    for name in NAMES.split():
        for text in (f"{name}\n", f"name,x\n{name},1\n", f"name,x\n{name},1\n{name}{name},2\n"):
            content = text.encode(encoding, "replace")
            if b"?" in content:
                continue
            try:
                assert decoded(content) == text
            except EncodingError:
                assert encoding not in ("utf-8", "utf-8-sig", "utf-16", "iso2022_jp"), text


def test_what_windows_adds_to_the_standards() -> None:
    text = "第①回,㈱みかん,№１\n"
    for content in (text.encode("cp932"), text.encode("euc_jis_2004"), b'\x1b$B-!\x1b(B,\x1b$B$"\x1b(B\n'):
        assert decoded(content) in (text, "①,あ\n")


def test_western_letters_are_read_only_where_they_are_wanted() -> None:
    text = "Zeit,Größe (µm),Température °C,m²/s\n0,1,2,3\n"
    assert decoded(text.encode("cp1252"), western=True) == text
    assert decoded("時間,A組B,Temp (℃)\n".encode("cp932"), western=True) == "時間,A組B,Temp (℃)\n"
    assert decoded(text.encode()) == text
    with pytest.raises(EncodingError):
        decoded(text.encode("cp1252"))


@pytest.mark.parametrize(
    "content",
    [
        "编号,姓名,日期\n1,王小明,○\n2,李华,×\n".encode("gbk"), "时间,温度,光线\n0,21,3\n".encode("gb2312"),
        "編號,姓名\n1,王小明\n".encode("big5"), "번호,이름\n1,김철수\n2,이영희\n".encode("euc_kr"),
        "Время,Температура\n0,1\n".encode("cp1251"), "Größe,Température\n0,1\n".encode("mac_roman"),
        "番号,名前\n1,みかん\n".encode() + "2,りんご\n".encode("cp932"), "番号,名前\n1,みかん\n".encode("cp932")[:-2],
        "番号,名前\n".encode("euc_jp") + "1,みかん\n".encode("cp932"), b"\xef\xbb\xbf" + "番号".encode()[1:] + b"\n",
        "番号,名前\n1,みかん\n".encode().replace(b"\x81", b"\xff", 1), "名前\n\ue000田\n".encode("cp932"),
        b"\x89PNG\r\n\x1a\n" + bytes(range(1, 100)), b"a\0b,c\n", b"time,x\n0,1\n\0\0,3,\n", bytes(range(256)),
        b"\x1b$B\xff",
    ],
)  # fmt: skip
def test_what_is_refused(content: bytes) -> None:
    for western in (False, True):
        with pytest.raises(EncodingError):
            decoded(content, western=western)


def test_a_file_that_is_cut_off_shows_it() -> None:
    assert decoded("番号,名前\n1,みかん".encode()[:-1]) == "番号,名前\n1,みか\ufffd"
