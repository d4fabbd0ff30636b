"""What a file says of itself: information, XMP, the colours that an archive needs."""

import datetime
import re
from dataclasses import dataclass
from importlib.resources import files
from xml.sax.saxutils import escape

from crmproject.toolkit.pdf.pdffile import PdfFile, text

PRODUCER = "Cadrage CRM"
PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"
 xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<pdfuaid:part>1</pdfuaid:part>{archival}
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>
<dc:language><rdf:Bag><rdf:li>fr</rdf:li></rdf:Bag></dc:language>
<pdf:Keywords>{keywords}</pdf:Keywords><pdf:Producer>{producer}</pdf:Producer>
<xmp:CreatorTool>{producer}</xmp:CreatorTool>
<xmp:CreateDate>{made}</xmp:CreateDate><xmp:ModifyDate>{made}</xmp:ModifyDate>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""
# An archive’s metadata describe what they use beyond the schemas that PDF/A knows (ISO 19005-3, 6.6.2.3).
ARCHIVAL = """<pdfaid:part>3</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>
<pdfaExtension:schemas xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<rdf:Bag><rdf:li rdf:parseType="Resource"><pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 followed</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas>"""
# What XML cannot say at all.
UNSPEAKABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Facts:
    """Title, author, subject, keywords, and when what it says was fixed."""

    title: str
    author: str
    subject: str
    keywords: str
    made: datetime.datetime


def pdf_date(moment: datetime.datetime) -> bytes:
    """A date as PDF writes it, in universal time."""
    return moment.astimezone(datetime.UTC).strftime("(D:%Y%m%d%H%M%S+00'00')").encode()


def _said(value: str) -> str:
    return escape(UNSPEAKABLE.sub("", value))


def information(facts: Facts) -> bytes:
    """The information dictionary, in accord with the XMP."""
    date = pdf_date(facts.made)
    return b"<</Title %s/Author %s/Subject %s/Keywords %s/Creator %s/Producer %s/CreationDate %s/ModDate %s>>" % (
        text(facts.title), text(facts.author), text(facts.subject), text(facts.keywords), text(PRODUCER),
        text(PRODUCER), date, date,
    )  # fmt: skip


def add_metadata(file: PdfFile, facts: Facts, *, archival: bool) -> int:
    """The XMP packet; its number."""
    packet = PACKET.format(
        archival=ARCHIVAL if archival else "",
        title=_said(facts.title),
        author=_said(facts.author),
        subject=_said(facts.subject),
        keywords=_said(facts.keywords),
        producer=PRODUCER,
        made=facts.made.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%S+00:00"),
    ).encode()
    number = file.reserve()
    # Left in clear, as archives ask, so that a tool finds it without reading the rest.
    file.put_stream(number, b"/Type/Metadata/Subtype/XML", packet, filtered=True)
    return number


def add_output_intent(file: PdfFile) -> int:
    """The colours meant, sRGB, which PDF/A asks to carry; its number."""
    profile = (files("weasyprint") / "pdf" / "sRGB2014.icc").read_bytes()
    number = file.add_stream(b"/N 3", profile)
    return file.add(
        b"<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB2014)/Info(sRGB2014)"
        b"/DestOutputProfile %d 0 R>>" % number
    )
