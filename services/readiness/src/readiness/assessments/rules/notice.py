"""What raters are told before the first question where their instrument says nothing: who will see what."""

_IN = {
    "en": "You need not answer. Nobody is told whether, when or what you answered: figures of your role are shown only "
    "where {minimum} or more have answered. Whoever the district charges with keeping the result can count the answers "
    "of fewer, and reviewers read what you write, both without your name. The result of your district may become a "
    "public record.",
    "es": "No tiene que responder. A nadie se le dice si respondió, cuándo ni qué: las cifras de su grupo se muestran "
    "solo si responden {minimum} o más. Quien custodia el resultado por encargo del distrito puede contar también las "
    "respuestas de menos personas, y quienes revisan leen lo que usted escribe, siempre sin su nombre. El resultado de "
    "su distrito puede llegar a ser un documento público.",
}


def usual_notice(language: str, minimum: int) -> str:
    """Returns the notice; in English where we have no words in the language."""
    return _IN.get(language.partition("-")[0], _IN["en"]).format(minimum=minimum)
