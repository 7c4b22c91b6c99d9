import numpy as np
import pytest

from convscope.interchange.page_settings import PageSettings
from convscope.server.application import create_application
from convscope.server.drawing_page import DrawingPage


@pytest.fixture
def settings():
    images = np.arange(2 * 3 * 5, dtype=np.uint8).reshape(2, 3, 5, 1)
    return PageSettings("tiny", "ja", images, np.array([4, 1]))


@pytest.fixture
def app(settings):
    return create_application(DrawingPage(b"a model file", settings).routes, port=8765)
