"""The settings part: zoom, hyphenation, note separators, and the behaviour of today's Word."""

from __future__ import annotations

from pipeline.emit.docx.xml import Markup, part

_MODE = 'w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"'
"""Without it Word opens the file as one of 2007 ([MS-DOCX] 2.4.1)."""


_HYPHENS = (
    '<w:autoHyphenation/><w:consecutiveHyphenLimit w:val="2"/><w:hyphenationZone w:val="340"/><w:doNotHyphenateCaps/>'
)


def settings_part(*, hyphenates: bool) -> bytes:
    """Return the part, with hyphenation or without, in the order that the schema asks for (17.15.1)."""
    content = (
        '<w:zoom w:percent="100"/><w:embedTrueTypeFonts/><w:defaultTabStop w:val="454"/>'
        f"{_HYPHENS if hyphenates else ''}"
        '<w:characterSpacingControl w:val="doNotCompress"/>'
        '<w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>'
        # a line that the author broke is not stretched to the margin (17.15.3.20)
        f"<w:compat><w:doNotExpandShiftReturn/><w:compatSetting {_MODE}/></w:compat>"
        '<w:decimalSymbol w:val="."/><w:listSeparator w:val=","/>'
    )
    return part("w:settings", Markup(content))
