"""What a service's form is and how its answers are judged. Pure."""

from .answers import Checked, check_answers, is_empty, pruned, shown
from .catalogue import Catalogue, Service
from .double import double_key
from .due import time_limit_start
from .form import AnswerLimit, Document, Field, Form, Rule, Step, TimeLimit
from .kinds import KINDS, normalise
from .workflow import Act, State, Workflow

__all__ = [
    "KINDS",
    "Act",
    "AnswerLimit",
    "Catalogue",
    "Checked",
    "Document",
    "Field",
    "Form",
    "Rule",
    "Service",
    "State",
    "Step",
    "TimeLimit",
    "Workflow",
    "check_answers",
    "double_key",
    "is_empty",
    "normalise",
    "pruned",
    "shown",
    "time_limit_start",
]
