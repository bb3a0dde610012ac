"""What a service's form is and how its answers are judged. Pure."""

from .answers import check_answers, is_empty, pruned, shown
from .catalogue import Catalogue, Service
from .double import double_key
from .due import time_limit_start
from .form import Field, Form, Step
from .kinds import KINDS, normalise
from .workflow import FILER, Act, Escalation, Limit, State, Workflow

__all__ = [
    "FILER",
    "KINDS",
    "Act",
    "Catalogue",
    "Escalation",
    "Field",
    "Form",
    "Limit",
    "Service",
    "State",
    "Step",
    "Workflow",
    "check_answers",
    "double_key",
    "is_empty",
    "normalise",
    "pruned",
    "shown",
    "time_limit_start",
]
