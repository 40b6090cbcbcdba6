"""Names that try to break something."""

SHOWN = [
    "O'Brien\"; DROP TABLE participant;--",
    "<script>alert(1)</script>",
    '=HYPERLINK("http://x")',
    "+1+1",
    "-2",
    "@SUM(A1)",
    "＝１＋１",
    "👩‍👩‍👧‍👦🎉",
    "{{7*7}} %(x)s %s {0}",
    "[bold red]x[/]",
    "'=already quoted",
    "a,b;c\\d",
    "𠮷野家",
]
REFUSED = {
    "\u202eabc": "text-refused",
    "abc\u200f": "text-refused",
    "a\x1b[31mred": "text-refused",
    "a\x00b": "text-refused",
    "line\nbreak": "text-refused",
    "\ud800": "text-refused",
    "": "text-empty",
    " \u3000 ": "text-empty",
    "\u200b\u2060": "text-empty",
    "あ" * 41: "text-too-long",
    "x" * 10_000: "text-too-long",
}
