"""From the settings of a training to what it borrows; what contradicts itself is said here."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from convscope.backbones import BACKBONES, Backbone, open_backbone
from convscope.backbones.grafting import graft
from convscope.backbones.pairing import BETWEEN
from convscope.data import NO_CORRECTIONS, Corrections, DataSet, Split, load_data
from convscope.errors import ConvscopeError
from convscope.model_file import Model, read_model
from convscope.runs.borrowed.borrowing import Borrowing
from convscope.runs.borrowed.teaching import Teaching
from convscope.runs.settings import TrainSettings

NONE, AUTO = "none", "auto"

Divide = Callable[[DataSet], tuple[Split, Split]]


def check_borrowing(settings: TrainSettings) -> None:
    """Checks that what is to be borrowed can be borrowed together.

    Raises:
        ConvscopeError: Two options contradict each other, or one lacks another.
    """
    borrows = settings.backbone != NONE
    if (settings.unfreeze or settings.small) and not borrows:
        option = "--unfreeze" if settings.unfreeze else "--small"
        raise ConvscopeError(
            f"Received {option} without --backbone.",
            "Expected the net that is borrowed from.",
            f"Give for example --backbone squeezenet {option}.",
        )
    if settings.unfreeze and (settings.small or settings.backbone == AUTO):
        other = "--small" if settings.small else "--backbone auto"
        raise ConvscopeError(
            f"Received both --unfreeze and {other}.",
            "Expected one of them: a small net has no borrowed layers, and auto decides itself.",
            "Leave one out.",
        )
    if settings.unfreeze and BETWEEN in settings.backbone and not Path(settings.backbone).exists():
        raise ConvscopeError(
            f"Received --unfreeze with several backbones: {settings.backbone}.",
            "Expected one: layers of several nets are not trained together.",
            "Name one of them, or leave --unfreeze out.",
        )
    if settings.teacher is not None and borrows:
        raise ConvscopeError(
            f"Received both --teacher {settings.teacher} and --backbone {settings.backbone}.",
            "Expected one of them: a run that teaches, or a backbone.",
            f"For a backbone that teaches: --backbone {settings.backbone} --small.",
        )
    keeps_layers = borrows and not settings.small
    if keeps_layers and settings.net != AUTO and settings.net != "backbone":
        raise ConvscopeError(
            f"Received both --net {settings.net} and --backbone {settings.backbone}.",
            "Expected one of them: the backbone is the net.",
            "Leave one out, or give --small to have the backbone teach that net.",
        )
    if keeps_layers and settings.budget is not None:
        raise ConvscopeError(
            f"Received both --budget {settings.budget:g}s and --backbone {settings.backbone}.",
            "Expected --epochs: with a backbone, looking at the images takes the time.",
            "Leave --budget out.",
        )
    if keeps_layers and settings.backbone != AUTO and settings.augment not in (None, "none"):
        raise ConvscopeError(
            f"Received --augment {settings.augment} with layers that are frozen.",
            "Expected none: each image is looked at once.",
            "Leave --augment out.",
        )


def backbone_for(settings: TrainSettings) -> Backbone | None:
    """Returns the backbone at the size that was asked for; None where none is borrowed.

    Raises:
        ConvscopeError: It is not there, or does not take such pictures.
    """
    if settings.backbone == NONE:
        return None
    if settings.backbone == AUTO:
        raise ConvscopeError(
            "Received --backbone auto where one training is prepared.",
            "Expected a backbone by name: auto is decided by several trainings.",
            f"Give one of {', '.join(BACKBONES)}.",
        )
    backbone = open_backbone(settings.backbone)
    if settings.small:
        return backbone
    channels = backbone.image_shape[2]
    wanted = {"auto": channels, "grey": 1, "rgb": 3}.get(settings.color, channels)
    if wanted != channels:
        raise ConvscopeError(
            f"Received --color {settings.color} with --backbone {settings.backbone}.",
            f"It looks at {'colours' if channels == 3 else 'grey pictures'}; grey photographs "
            "are shown to it in three equal channels.",
            "Leave --color out.",
        )
    return backbone.at(settings.size)


def with_its_images(settings: TrainSettings, backbone: Backbone) -> TrainSettings:
    """Returns the settings with size, fit and color as a backbone takes images."""
    height, width, channels = backbone.image_shape
    return replace(
        settings,
        size=(height, width),
        fit=backbone.model.fit if settings.fit == AUTO else settings.fit,
        color="rgb" if channels == 3 else "grey",
    )


def load_for(settings: TrainSettings, corrections: Corrections = NO_CORRECTIONS) -> DataSet:
    """Returns the data in the size, fit and color of the settings.

    Raises:
        ConvscopeError: The data cannot be used, or are no image files and of another size.
    """
    plain = replace(settings, size=None)
    try:
        return _load(settings, corrections)
    except ConvscopeError as error:
        if "Only image files are brought to a size" not in error.expected:
            raise
        shape = _load(plain, corrections).image_shape
        raise ConvscopeError(
            f"{settings.data}: its images are {shape[0]}×{shape[1]} and no image files.",
            "A backbone looks at photographs, brought to its size; only image files are.",
            "Leave --backbone out: a net of its own suits such images.",
        ) from error


def _load(settings: TrainSettings, corrections: Corrections) -> DataSet:
    return load_data(
        settings.data,
        size=settings.size,
        fit="pad" if settings.fit == AUTO else settings.fit,
        color=settings.color,
        seed=settings.seed,
        strict=settings.strict,
        max_memory_bytes=None if settings.memory is None else settings.memory // 2,
        corrections=corrections,
    )


def teaching_for(
    settings: TrainSettings,
    data: DataSet,
    train: Split,
    teacher: Backbone | None,
    divide: Divide,
    corrections: Corrections,
) -> Teaching | None:
    """Returns what teaches a small net; None where nothing does.

    Args:
        settings: Of the training.
        data: The student's images.
        train: Those of them that it is trained on.
        teacher: A backbone that teaches; None for the run that the settings name, if any.
        divide: Divides training images into those to fit and those to choose by, as before.
        corrections: Labels that people have put right.

    Raises:
        ConvscopeError: The teacher knows other classes, or takes no pictures.
    """
    if teacher is None and settings.teacher is None:
        return None
    if teacher is not None:
        seen = load_for(
            with_its_images(replace(settings, size=None, fit=AUTO), teacher), corrections
        )
        own_train, own_validation = divide(seen)
        borrowing = Borrowing(
            *(teacher, data.num_classes, own_train, own_validation, False),
            seed=settings.seed,
            device=settings.device,
            precision=settings.precision,
        )
        whole = Model(
            graft(teacher, data.num_classes), borrowing.fitted, data.class_names, "none", "crop"
        )
        return Teaching(whole, teacher.name, own_train.images, settings.device)
    assert settings.teacher is not None
    path = Path(settings.teacher)
    model = read_model(path / "model.safetensors" if path.is_dir() else path)
    if model.names != data.class_names:
        raise ConvscopeError(
            f"--teacher {settings.teacher} tells apart {', '.join(model.names[:5])}.",
            f"Expected the classes of {settings.data}: {', '.join(data.class_names[:5])}.",
            "Train the teacher on these images, or on others of the same classes.",
        )
    shape = model.architecture.input.shape
    if len(shape) != 3:
        raise ConvscopeError(
            f"--teacher {settings.teacher} takes rows of {shape[0]} numbers.",
            "Expected a net that takes pictures.",
            "Take another run.",
        )
    images = train.images
    if data.image_shape != shape:
        own = replace(
            settings,
            size=(shape[0], shape[1]),
            fit=model.fit,
            color="rgb" if shape[2] == 3 else "grey",
        )
        images = divide(load_for(own, corrections))[0].images
    return Teaching(model, str(settings.teacher), images, settings.device)
