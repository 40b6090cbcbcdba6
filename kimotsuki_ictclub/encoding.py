"""In which encoding a text file is that somebody brings: known for sure, or refused; never garbled in silence.

Tried in this order: byte order marks, zero bytes (UTF-16), escapes (ISO-2022-JP), UTF-8; then Windows' Shift_JIS and
EUC-JP against each other. What fits several of them is looked at as text: one reading has to be odd, the other not.
Guessing by statistics (charset-normalizer) was tried beside it: wrong for most names and headings of a few letters.
"""

from __future__ import annotations

import codecs
import itertools
import re
import unicodedata

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_ASCII = bytes(range(128))
_CONTROLS = bytes({*range(32), 127} - {*b"\t\n\v\f\r\x1b"})
_ESCAPE = re.compile(rb"\x1b(?:\$[@B]|\([IJ]|\$\([DOPQ])")
_MORE_SIGNS = "ictclub-more-signs"  # the name of `_more_signs` among Python's error handlers
_SIGNS = (b"\xa2", b"\xad")  # rows 2 and 13 of JIS X 0213
_LOOKED_AT = 2_000  # lines that are not ASCII

# UTF-16 without a mark: lines of what a Japanese table may hold, and nothing else.
_PLAIN_LINES = re.compile(
    "[\t\r\n\x20-\x7e\u00a0-\u00ff\u0370-\u03ff\u2010-\u2bff\u3000-\u33ff\u4e00-\u9fff\uf900-\ufaff\ufe0f\uff00-\uffef"
    "\U0001f000-\U0002ffff]*[\r\n][^\0]*"
)
# Two bytes of EUC-JP's kanji may as well be one letter of these: IPA, Cyrillic, Arabic … (µ, Ω and é are none of them).
_PERHAPS_TWO_BYTES = re.compile("[\u0180-\u0390\u03ca-\u07ff]")
_LONE_KANA = "(?<![\uff61-\uff9f])[\uff61-\uff9f](?![\uff61-\uff9f])"  # of half width
# What nobody writes: the traces of another encoding's bytes.
_ODD = re.compile(
    rf"(?<=[^\x00-\x7f]){_LONE_KANA}|{_LONE_KANA}(?=[^\x00-\x7f])|(?<![\uff61-\uff9f])[｡｣､･ｧ-ｰﾞﾟ]|(?<![ｳｶ-ﾄﾊ-ﾎ])ﾞ|(?<![ﾊ-ﾎ])ﾟ"
    "|[\x80-\xa0\u0400-\u04ff\u2500-\u257f\ue000-\uf8ff]"  # Cyrillic, frames, a PC's own characters
)
_NEIGHBOURS = re.compile("[\uff61-\uff9f]([\u4e00-\u9fff])|([\u4e00-\u9fff])[\uff61-\uff9f]")
_KANJI = re.compile("[\u4e00-\u9fff]")
# Words of which one stands in most tables; with one of them a reading is right.
_KNOWN = re.compile(
    "番号|氏名|名前|日付|年月|月日|日時|時間|時刻|温度|気温|湿度|経過|測定|計測|会場|学年|出欠|出席|欠席|備考|回数|速度|距離|照度|電圧"
    "|オンド|キオン|シツド|ジカン|バンゴウ|シメイ|ナマエ|フリガナ|アカルサ|キョリ"
)
_FULL_KANA = re.compile("[\u3041-\u3096\u30a1-\u30fa]")
_OWN_CHARACTER = re.compile("[\ue000-\uf8ff]")  # 外字, which each PC draws in its own way
_WESTERN = re.compile("(?:[\x00-\x7f]|[À-ÖØ-öø-ÿ°ºµ²³±·×½](?![À-ÿ]{2}))*")
_WESTERN_AS_JAPANESE = re.compile(rf"{_LONE_KANA}|(?<=[A-Za-z])[\u4e00-\u9fff\ue000-\uf8ff](?=[A-Za-z])")


class EncodingError(ValueError):
    """It cannot be known for sure in which encoding a text is."""


def decoded(content: bytes, *, western: bool = False) -> str:
    """Return the text in `content`, without a byte order mark; letters of Western Windows (é, °) only with `western`.

    Raises: EncodingError.
    """
    if content.startswith(codecs.BOM_UTF8):
        try:
            return _utf_8(content.removeprefix(codecs.BOM_UTF8), sure=True)
        except UnicodeDecodeError as error:
            raise EncodingError("damaged UTF-8") from error
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _first_that_fits(content, encoding)
    if b"\0" in content:
        return _utf_16_without_mark(content)
    if content.isascii():
        escaped = _ESCAPE.search(content)
        return _first_that_fits(content, *(("iso2022_jp_ext", "iso2022_jp_2004") if escaped else ("ascii",)))
    letters = content.translate(None, _ASCII)
    try:
        text = _utf_8(content, sure=len(letters) > 8)
    except UnicodeDecodeError:
        return _shift_jis_or_euc(content, western=western)
    if _PERHAPS_TWO_BYTES.search(letters.decode(errors="replace")) and _reading(content, "euc_jp") is not None:
        raise EncodingError("UTF-8 or EUC-JP")
    return text


def _first_that_fits(content: bytes, *encodings: str) -> str:
    texts = (_reading(content, encoding) for encoding in encodings)
    text = next((text for text in texts if text is not None), None)
    if text is None:
        raise EncodingError(f"damaged {encodings[0]}")
    return text


def _reading(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding, _MORE_SIGNS)
    except UnicodeDecodeError:
        return None


def _utf_8(content: bytes, *, sure: bool) -> str:
    """Return the text; where the file is cut off within a character, U+FFFD shows that, if it is UTF-8 for `sure`.

    Raises: UnicodeDecodeError.
    """
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data" and sure:
            return content.decode(errors="replace")
        raise


def _utf_16_without_mark(content: bytes) -> str:
    """Return the text of UTF-16 without a byte order mark: one of its two orders gives lines of ordinary text."""
    texts = [_reading(content, encoding) for encoding in ("utf-16-le", "utf-16-be")]
    plain = [text for text in texts if text is not None and _PLAIN_LINES.fullmatch(text)]
    if len(plain) != 1:
        raise EncodingError("zero bytes")
    return plain[0]


def _shift_jis_or_euc(content: bytes, *, western: bool) -> str:
    if len(content.translate(None, _CONTROLS)) < len(content):
        raise EncodingError("no text")
    lines = (line for line in content.splitlines() if not line.isascii())
    encoding = _encoding_of(b"\n".join(itertools.islice(lines, _LOOKED_AT)))
    if encoding == "cp1252" and not western:
        raise EncodingError("Western letters")
    return _first_that_fits(content, encoding)


def _encoding_of(lines: bytes) -> str:
    """Return in which encoding `lines` of 8 bits are. Raises: EncodingError."""
    shift_jis = "cp932" if _reading(lines, "cp932") is not None else "shift_jis_2004"
    readings = {name: text for name in (shift_jis, "euc_jp") if (text := _reading(lines, name)) is not None}
    if shift_jis in readings and not _only_kanji_beyond_windows(readings[shift_jis]):
        del readings[shift_jis]
    if _is_western(lines, readings.get(shift_jis)):
        return "cp1252"
    known = [name for name, text in readings.items() if _KNOWN.search(unicodedata.normalize("NFKC", text))]
    if len(known) == 1:
        readings = {known[0]: readings[known[0]]}
    ranked = sorted((_share_odd(text), name) for name, text in readings.items())
    if not ranked or ranked[0][0] > 0.1 or _OWN_CHARACTER.search(readings[ranked[0][1]]):
        raise EncodingError("none that is known")
    (share, encoding), *others = ranked
    if any(other <= 4 * share for other, _name in others):
        raise EncodingError("Shift_JIS or EUC-JP")
    if encoding == "euc_jp" and not known and not _FULL_KANA.search(readings[encoding]):
        raise EncodingError("EUC-JP or another country's")
    return encoding


def _only_kanji_beyond_windows(text: str) -> bool:
    """Return whether Shift_JIS-2004 was needed, if it was, for kanji that Windows lacks (﨑, 𠮟) and nothing else."""
    return all(sign >= "\u3400" for sign in set(text) - set(text.encode("cp932", "ignore").decode("cp932")))


def _is_western(lines: bytes, japanese: str | None) -> bool:
    """Return whether all that is not ASCII is a Western letter or sign, and would be odd in Japanese."""
    text = _reading(lines, "cp1252")
    if text is None or not _WESTERN.fullmatch(text):
        return False
    return japanese is None or _WESTERN_AS_JAPANESE.sub("", japanese).isascii()


def _share_odd(text: str) -> float:
    """Return how much of what is not ASCII nobody writes: half-width kana that make no word or stand beside a rare
    kanji, and kanji of which more than a third are rare.
    """
    odd = len(_ODD.findall(text)) + sum(_is_rare(one or other) for one, other in _NEIGHBOURS.findall(text))
    kanji = _KANJI.findall(text)
    if not _FULL_KANA.search(text):
        rare = sum(map(_is_rare, kanji))
        odd += rare if 3 * rare > len(kanji) else 0
    return odd / sum(not sign.isascii() for sign in text)


def _is_rare(kanji: str) -> bool:
    """Return whether a kanji is none of the 2,965 common ones of JIS X 0208's first level."""
    return not b"\xb0" <= kanji.encode("euc_jp", "replace")[:1] <= b"\xcf"


def _more_signs(error: UnicodeError) -> tuple[str, int]:
    """Read ①, ㈱, № and other signs, which are written in EUC-JP and ISO-2022-JP beyond the first standard."""
    if isinstance(error, UnicodeDecodeError) and error.encoding.startswith(("euc_jp", "iso2022")):
        pair = bytes(byte | 0x80 for byte in error.object[error.start : error.start + 2])
        text = _reading(pair, "euc_jis_2004") if pair[:1] in _SIGNS else None
        if text is not None:
            return text, error.start + 2
    raise error


codecs.register_error(_MORE_SIGNS, _more_signs)
