"""Everything that the studio's page may ask, in one table; the server and its document follow it.

What varies in an address stands in braces. A page of documentation is written from this table.
"""

from convscope.studio import comparing_answers, data_answers, run_answers
from convscope.studio.endpoint import Endpoint

ENDPOINTS = (
    Endpoint(
        "GET",
        "runs",
        "All runs, the newest first, and those in the bin.",
        run_answers.list_all,
        gives="`runs`: a row each; `bin`: names",
    ),
    Endpoint(
        "GET",
        "runs/{run}",
        "Everything about a run but its images: settings, history, confusion, files.",
        run_answers.show,
        gives="the row of the table, and `settings`, `history`, `confusion`, `files`, …",
    ),
    Endpoint(
        "POST",
        "runs/{run}/notes",
        "Notes a title, a group or a colour; an empty text removes it.",
        run_answers.annotate,
        {"title": "for people", "group": "of runs that belong together", "color": "as `#3355aa`"},
        "all notes about the run",
    ),
    Endpoint(
        "DELETE", "runs/{run}", "Puts a run into the bin.", run_answers.remove, gives="`deleted`"
    ),
    Endpoint(
        "POST",
        "bin/{run}",
        "Takes a run out of the bin.",
        run_answers.restore,
        gives="`restored`",
    ),
    Endpoint(
        "GET",
        "runs/{run}/judged",
        "Test images with their verdicts: all, or those of a cell of the confusion matrix.",
        run_answers.judged,
        {
            "truth": "the right class",
            "verdict": "what the net says",
            "order": ", ".join(run_answers.ORDERS),
            "start": "from which on",
            "count": f"how many, at most {run_answers.MOST_IMAGES}",
        },
        "`total`, `images`",
    ),
    Endpoint(
        "GET",
        "runs/{run}/images/{split}/{index}",
        "An image as the net got it.",
        run_answers.picture,
        gives="a PNG file",
    ),
    Endpoint(
        "GET", "runs/{run}/files/{file}", "A file of a run.", run_answers.download, gives="the file"
    ),
    Endpoint(
        "GET",
        "comparison",
        "Runs side by side: what differs, their curves, and the verdicts that changed from the "
        "first to the last, with an exact test.",
        comparing_answers.compare,
        {"runs": f"names, two to {comparing_answers.MOST_RUNS}, separated by commas"},
        "`differing`, `same`, `results`, `curves`, `changes`",
    ),
    Endpoint(
        "GET",
        "sets",
        "Data that can be trained on without a download.",
        data_answers.list_sets,
        gives="`sets`",
    ),
    Endpoint(
        "GET",
        "set",
        "What is in a data set.",
        data_answers.show,
        {"source": "its name or path"},
        "`classes`, `counts`, `image_shape`, `notes`, `corrections`, …",
    ),
    Endpoint(
        "GET",
        "set/images",
        "Images of a split and class.",
        data_answers.images,
        {
            "source": "the data set",
            "split": "train, validation or test",
            "class": "its name, or all",
            "start": "from which on",
            "count": f"how many, at most {run_answers.MOST_IMAGES}",
        },
        "`total`, `images`",
    ),
    Endpoint(
        "GET",
        "set/image",
        "An image of a data set.",
        data_answers.picture,
        {"source": "the data set", "split": "its split", "index": "its place there"},
        "a PNG file",
    ),
    Endpoint(
        "GET",
        "set/check",
        "What a colleague would say on looking over the data.",
        data_answers.check,
        {"source": "the data set"},
        "as `convscope data check --json`",
    ),
    Endpoint(
        "GET",
        "set/suspects",
        "Labels that the other images speak against, the likeliest first.",
        data_answers.suspects,
        {"source": "the data set", "split": "train, validation or test"},
        "`total`, `summary`, `images` with `proposed` and `chance`",
    ),
    Endpoint(
        "POST",
        "set/corrections",
        "Decides about images: another class, another split, left out. The data stay as they are.",
        data_answers.correct,
        {
            "source": "the data set",
            "images": "their names",
            "label": "the right class",
            "split": "where they belong",
            "removed": "whether they are left out",
        },
        "`file`, `images`, `change`",
    ),
    Endpoint(
        "POST",
        "set/undo",
        "Takes the newest decision about a data set back.",
        data_answers.undo,
        {"source": "the data set"},
        "`images`: how many it was about",
    ),
)
