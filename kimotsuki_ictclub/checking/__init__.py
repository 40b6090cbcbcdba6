"""Does a program do what its lesson asks? It runs on a virtual board under the lesson's check.py, nowhere else."""

from .check_report import Report, StepResult
from .checker import check_program
from .proof import Proof, prove_course
from .steps import Step, step
from .trial_board import TrialBoard

__all__ = ["Proof", "Report", "Step", "StepResult", "TrialBoard", "check_program", "prove_course", "step"]
