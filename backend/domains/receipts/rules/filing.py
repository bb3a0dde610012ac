"""From a filed dossier and its form to the content of its receipt."""

from collections.abc import Mapping
from typing import Any

from backend.domains.places.rules import Places
from backend.domains.receipts.rules.content import Document, Grid, Limits, Line, Passage, Proof, ReceiptContent, Section
from backend.domains.receipts.rules.facts import Kind
from backend.domains.receipts.rules.sources import DossierSource, FieldSource, FormSource
from backend.domains.receipts.rules.values import Value, masked_answers, of_agency, of_answer, of_wilaya, written
from backend.kernel.days import ALGIERS

PASSAGE_CHARACTERS = 60
NO_PLACE = "00"


def receipt_content(
    dossier: DossierSource, form: FormSource, places: Places, proof: Proof, limits: Limits
) -> ReceiptContent:
    """What the receipt of this dossier says. Numbers that identify a person or an account are masked throughout."""
    fields = {field.id: field for step in form.steps for field in step.fields}
    documents = tuple(
        Document(f"{form.code}.field.{file.field}.label", written(file.name), file.size, file.sha256)
        for file in dossier.files
    )
    return ReceiptContent(
        number=dossier.number,
        kind=Kind.FILED,
        lang=dossier.lang,
        title=f"{form.code}.title",
        object=tuple(
            _value(form, fields[name], dossier.answers[name], places)
            for name in form.object
            if name in fields and name in dossier.answers
        ),
        body=places.body(dossier.body),
        counter=_counter(dossier, places),
        filled_at=dossier.filled_at,
        received_at=dossier.received_at,
        depositor=None if dossier.depositor is None else written(dossier.depositor),
        acting=(written(dossier.acting.by), written(dossier.acting.on_behalf)) if dossier.acting else None,
        flags=tuple(dossier.flags),
        sections=tuple(sections(dossier.answers, form, places)),
        documents=documents,
        legal=tuple(f"legal.{name}" for name in form.legal),
        retention_years=form.retention_years,
        digest=dossier.digest.hex(),
        proof=proof,
        limits=limits,
        attachment=_attachment(dossier, fields),
    )


def _counter(dossier: DossierSource, places: Places) -> tuple[Value, ...]:
    found = []
    if dossier.agency:
        found.append(of_agency(places, dossier.agency))
    if dossier.wilaya_code != NO_PLACE:
        found.append(of_wilaya(places, dossier.wilaya_code))
    return tuple(found)


def sections(answers: Mapping[str, Any], form: FormSource, places: Places, *, whole: bool = False) -> list[Section]:
    """What was answered, page by page of the form. Numbers that identify a person or an account are masked.

    `whole`: they are not, for whoever decides on it.
    """
    found = []
    for step in form.steps:
        parts = tuple(
            _part(form, field, answers[field.id], places, whole) for field in step.fields if field.id in answers
        )
        if parts:
            found.append(Section(f"{form.code}.step.{step.id}", parts))
    return found


def _part(
    form: FormSource, field: FieldSource, answer: Any, places: Places, whole: bool = False
) -> Line | Passage | Grid:
    label = f"{form.code}.field.{field.id}.label"
    if field.kind == "table":
        columns = tuple(field.columns)
        words = f"{form.code}.field.{field.id}"
        return Grid(
            label,
            tuple(f"{words}.{column.id}.label" for column in columns),
            tuple(
                tuple(
                    of_answer(column, row[column.id], words=f"{words}.{column.id}", places=places, whole=whole)
                    if column.id in row
                    else None
                    for column in columns
                )
                for row in answer
            ),
        )
    value = _value(form, field, answer, places, whole)
    if value.kind == "text" and (len(value.data) > PASSAGE_CHARACTERS or "\n" in value.data):
        return Passage(label, value)
    return Line(label, value)


def _value(form: FormSource, field: FieldSource, answer: Any, places: Places, whole: bool = False) -> Value:
    return of_answer(field, answer, words=f"{form.code}.field.{field.id}", places=places, whole=whole)


def _attachment(dossier: DossierSource, fields: Mapping[str, FieldSource]) -> dict[str, Any]:
    return {
        "number": dossier.number,
        "service": dossier.service,
        "service_version": dossier.service_version,
        "lang": dossier.lang,
        "filled_at": dossier.filled_at.astimezone(ALGIERS).isoformat(),
        "received_at": dossier.received_at.astimezone(ALGIERS).isoformat(),
        "digest": dossier.digest.hex(),
        "masked": True,
        "answers": masked_answers(dossier.answers, fields),
        "files": [
            {
                "field": file.field,
                "name": written(file.name).data,
                "type": file.type,
                "size": file.size,
                "sha256": file.sha256,
            }
            for file in dossier.files
        ],
    }
