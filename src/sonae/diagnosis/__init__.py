"""The diagnosis: 25 questions, a score, the stars that can be declared, and where other frameworks are touched."""

from sonae.diagnosis.questionnaire import Band, Question, Questionnaire, check_answers, load
from sonae.diagnosis.score import Diagnosis, Score, Star, diagnose, score

__all__ = [
    "Band",
    "Diagnosis",
    "Question",
    "Questionnaire",
    "Score",
    "Star",
    "check_answers",
    "diagnose",
    "load",
    "score",
]
