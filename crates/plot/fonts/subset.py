"""Makes hangul.ttf.gz, and prints the ranges of ../src/font/dejavu.rs.

    apt-get download fonts-nanum && dpkg-deb -x fonts-nanum_*.deb nanum
    pip install fonttools==4.68.0
    python3 subset.py nanum/usr/share/fonts/truetype/nanum/NanumBarunGothic.ttf DejaVuSans.ttf.gz

The second file is the one in kuva's package, assets/fonts/DejaVuSans.ttf.gz. The font is a modified
version in the sense of its licence (OFL.txt), hence its name.
"""

import gzip
import io
import sys

from fontTools import subset
from fontTools.ttLib import TTFont

NAME = "Feedforward Hangul"
# The 2,350 syllables of KS X 1001, as EUC-KR encodes them, and the compatibility jamo.
HANGUL = {
    ord(bytes([high, low]).decode("euc-kr"))
    for high in range(0xB0, 0xC9)
    for low in range(0xA1, 0xFF)
} | set(range(0x3131, 0x3190))
# What stands beside Hangul in one text.
SIGNS = (
    "·×÷±–—…“”‘’°₀₁₂₃₄₅₆₇₈₉⁰¹²³⁴⁵⁶⁷⁸⁹⁽⁾←↑→↓↔Σσ∑√≤≥≈≠≡∞∂αβγδεηθλμπρφω"
    "○●△▲□■◇◆※、。「」『』《》（）！？：；～〈〉"
)


def hangul(path):
    font = TTFont(path)
    # The minus sign is missing; the en dash is drawn like one.
    for table in font["cmap"].tables:
        if table.isUnicode() and 0x2013 in table.cmap:
            table.cmap[0x2212] = table.cmap[0x2013]
    characters = HANGUL | set(range(0x20, 0x7F)) | {0xFFFD, 0x2212} | set(map(ord, SIGNS))
    options = subset.Options()
    options.hinting = False
    options.layout_features = []
    options.glyph_names = False
    options.name_IDs = []
    options.drop_tables += ["GDEF", "GPOS", "GSUB", "VORG", "gasp", "kern", "vhea", "vmtx"]
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=characters)
    subsetter.subset(font)
    source = TTFont(path)["name"].getDebugName(0)
    for identifier, text in [
        (0, f"{source} Modified. Licensed under the SIL Open Font License, Version 1.1."),
        (1, NAME),
        (2, "Regular"),
        (4, NAME),
        (6, NAME.replace(" ", "")),
        (14, "https://openfontlicense.org"),
    ]:
        font["name"].setName(text, identifier, 3, 1, 0x409)
    # The same bytes on every day.
    font.recalcTimestamp = False
    buffer = io.BytesIO()
    font.save(buffer)
    with open("hangul.ttf.gz", "wb") as file:
        file.write(gzip.compress(buffer.getvalue(), 9, mtime=0))
    have = set(font.getBestCmap())
    print("not in the font:", "".join(map(chr, sorted(characters - have))), file=sys.stderr)


def ranges(path):
    with gzip.open(path) as file:
        font = TTFont(io.BytesIO(file.read()))
    first = last = None
    for code in [*sorted(font.getBestCmap()), None]:
        if last is not None and code == last + 1:
            last = code
            continue
        if first is not None:
            print(f"    (0x{first:04x}, 0x{last:04x}),")
        first = last = code


hangul(sys.argv[1])
ranges(sys.argv[2])
