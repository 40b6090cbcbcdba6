"""A whole class's programs, from a folder or a zip, tried at once on all cores; what most of them miss."""

from .class_report import ClassReport, Outcome
from .programs import ChildProgram, found_programs
from .trying import check_class

__all__ = ["ChildProgram", "ClassReport", "Outcome", "check_class", "found_programs"]
