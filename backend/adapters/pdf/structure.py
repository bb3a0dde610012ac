"""What WeasyPrint leaves to be done for PDF/A-3a and PDF/UA-1, done on the document just before it is written.

Gaps of WeasyPrint 70: parts of the structure do not say their language, what stands in the page margins is neither in
the structure nor an artifact, Arabic ligatures are read back to front, and only one of the two standards can be
claimed. The languages and margins are known only while its tag tree is built, hence the one function of it that is
wrapped here.
"""

import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import pydyf
from weasyprint.formatting_structure import boxes
from weasyprint.pdf import tags as weasyprint_tags

from backend.adapters.signing import BYTE_RANGE, CONTENTS

_LIGATURE = re.compile(rb"(<[0-9a-fA-F]{4}>\s*)<((?:[0-9a-fA-F]{4}){2,})>")
_UA_CLAIM = b"""<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfuaid:part>1</pdfuaid:part></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 that the file follows</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"""


class Structure:
    """Follows one document while it is written: `following()` around the writing, `finish` as its finisher."""

    def __init__(self) -> None:
        self._margins: dict[int, set[int]] = {}

    @contextmanager
    def following(self) -> Iterator[None]:
        """While the tag tree is built, languages are noted in it and margin boxes are kept out of it."""
        build = weasyprint_tags._build_box_tree

        def follow(box: Any, parent: Any, pdf: Any, page: int, nums: Any, annotations: Any, tags: Any) -> Iterator[Any]:
            if isinstance(box, boxes.MarginBox):
                for inner in box.descendants():
                    if inner in tags:
                        mcid = tags.pop(inner)["mcid"]
                        self._margins.setdefault(page, set()).add(mcid)
                        nums[mcid] = "null"
                return
            for element in build(box, parent, pdf, page, nums, annotations, tags):
                lang = None if box.element is None else box.element.get("lang")
                # html and body stand for their children, which may say their own
                if lang and "Lang" not in element:
                    element["Lang"] = pydyf.String(lang)
                yield element

        weasyprint_tags._build_box_tree = follow
        try:
            yield
        finally:
            weasyprint_tags._build_box_tree = build

    def finish(self, document: Any, pdf: pydyf.PDF) -> None:
        """The finisher of `write_pdf`."""
        objects = {item.reference: item for item in pdf.objects}
        pages = [item for item in pdf.objects if isinstance(item, dict) and item.get("Type") == "/Page"]
        for at, mcids in self._margins.items():
            _make_artifacts(objects[pages[at]["Contents"]], mcids)
        _place_figures(pdf, objects)
        _turn_ligatures(pdf, objects)
        _claim_ua(objects[pdf.catalog["Metadata"]])
        if "AF" in pdf.catalog:
            pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))
        _add_signature_field(pdf, objects, pages[0])
        _write_once(pdf)


def _make_artifacts(stream: pydyf.Stream, mcids: set[int]) -> None:
    for at, item in enumerate(stream.stream):
        if isinstance(item, pydyf.Dictionary) and item.get("MCID") in mcids:
            stream.stream[at - 1] = b"/Artifact"
            stream.stream[at] = pydyf.Dictionary({"Type": "/Pagination"})


def _place_figures(pdf: pydyf.PDF, objects: dict[bytes, Any]) -> None:
    # WeasyPrint counts CSS pixels from the top; the format asks for points from the bottom
    for item in pdf.objects:
        if isinstance(item, dict) and item.get("S") == "/Figure":
            height = objects[item["Pg"]]["MediaBox"][3]
            x1, y1, x2, y2 = item["A"]["BBox"]
            item["A"]["BBox"] = pydyf.Array([x1 * 0.75, height - y2 * 0.75, x2 * 0.75, height - y1 * 0.75])


def _turn_ligatures(pdf: pydyf.PDF, objects: dict[bytes, Any]) -> None:
    # Readers (poppler, pdf.js and pdfium were looked at) take Arabic as it is painted, from left to right, and turn
    # the whole run round: a ligature's letters must stand the same way, else no search finds a word with lam-alef
    def turned(entry: re.Match[bytes]) -> bytes:
        letters = bytes.fromhex(entry[2].decode()).decode("utf-16-be")
        if unicodedata.bidirectional(letters[0]) not in {"R", "AL"}:
            return entry[0]
        return entry[1] + b"<" + letters[::-1].encode("utf-16-be").hex().encode() + b">"

    for item in pdf.objects:
        if isinstance(item, dict) and "ToUnicode" in item:
            stream = objects[item["ToUnicode"]]
            text = b"\n".join(part if isinstance(part, bytes) else part.encode() for part in stream.stream)
            stream.stream = [_LIGATURE.sub(turned, text)]


def _claim_ua(metadata: pydyf.Stream) -> None:
    packet = b"".join(metadata.stream)
    # left readable in the file, so that the token in it is found without a PDF library
    metadata.compress = False
    metadata.stream = [packet.replace(b"</rdf:RDF>", _UA_CLAIM + b"</rdf:RDF>", 1)]


class _Signature(pydyf.Dictionary):  # type: ignore[misc]
    """Stands in the file as it is: the signer finds the places it fills."""

    compressible = False


class _Written(pydyf.Object):  # type: ignore[misc]
    """An object's bytes, kept."""

    def __init__(self, origin: pydyf.Object) -> None:
        super().__init__()
        self.number, self.generation, self.free = origin.number, origin.generation, origin.free
        self._compressible: bool = origin.compressible
        self._data: bytes = b"" if origin.free == "f" else origin.data

    @property
    def data(self) -> bytes:
        return self._data

    @property
    def compressible(self) -> bool:
        return self._compressible


def _write_once(pdf: pydyf.PDF) -> None:
    # for the identifier of the file pydyf would write, and compress, every object a second time
    pdf.objects[:] = [_Written(each) for each in pdf.objects]


def _add_signature_field(pdf: pydyf.PDF, objects: dict[bytes, Any], page: pydyf.Dictionary) -> None:
    """The field of a certifying signature, without extent, in the structure as PDF/UA asks of every form field."""
    root = objects[pdf.catalog["StructTreeRoot"]]
    document = objects[root["K"][0]]
    numbers = objects[root["ParentTree"]]["Nums"]
    key = max(numbers[::2]) + 1
    rules = {"Type": "/TransformParams", "P": 1, "V": "/1.2"}  # no change is allowed
    method = {"Type": "/SigRef", "TransformMethod": "/DocMDP", "TransformParams": pydyf.Dictionary(rules)}
    signature = _Signature(
        {
            "Type": "/Sig",
            "Filter": "/Adobe.PPKLite",
            "SubFilter": "/ETSI.CAdES.detached",
            "ByteRange": BYTE_RANGE,
            "Contents": CONTENTS,
            "M": pydyf.String(datetime.now(UTC).strftime("D:%Y%m%d%H%M%SZ")),
            "Reference": pydyf.Array([pydyf.Dictionary(method)]),
        }
    )
    pdf.add_object(signature)
    field = pydyf.Dictionary(
        {
            "Type": "/Annot",
            "Subtype": "/Widget",
            "FT": "/Sig",
            "T": pydyf.String("Signature"),
            "V": signature.reference,
            "TU": pydyf.String("Signature"),
            "F": 132,
            "Rect": pydyf.Array([0, 0, 0, 0]),
            "P": page.reference,
            "StructParent": key,
        }
    )
    pdf.add_object(field)
    reference = pydyf.Dictionary({"Type": "/OBJR", "Obj": field.reference, "Pg": page.reference})
    pdf.add_object(reference)
    element = pydyf.Dictionary(
        {"Type": "/StructElem", "S": "/Form", "P": document.reference, "Pg": page.reference, "K": reference.reference}
    )
    pdf.add_object(element)
    document["K"].append(element.reference)
    numbers.extend([key, element.reference])
    page["Annots"] = pydyf.Array([*page.get("Annots", []), field.reference])
    page["Tabs"] = "/S"
    pdf.catalog["AcroForm"] = pydyf.Dictionary({"Fields": pydyf.Array([field.reference]), "SigFlags": 3})
    pdf.catalog["Perms"] = pydyf.Dictionary({"DocMDP": signature.reference})
    level = pydyf.Dictionary({"BaseVersion": "/1.7", "ExtensionLevel": 1})
    pdf.catalog["Extensions"] = pydyf.Dictionary({"ESIC": level})
