"""A PyTorch module as a net of ours, through `torch.fx` or, where that fails, `torch.export`."""

import operator
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import torch
from torch import fx, nn
from torch.fx.node import map_arg
from torch.nn import functional

from convscope.architecture import Shape
from convscope.channels_first import Building, ForeignNet, Value
from convscope.channels_first import pointwise_steps as pointwise
from convscope.channels_first.comparing_steps import Condition
from convscope.errors import ConvscopeError, in_short, what_it_says
from convscope.interchange.torch_modules.functions import FUNCTIONS, WITHOUT, At, array
from convscope.interchange.torch_modules.modules import handler_of

NAMES: dict[Any, str] = {
    functional.batch_norm: "functional.batch_norm",
    functional.max_pool2d: "max_pool2d",
    functional.adaptive_max_pool2d: "adaptive_max_pool2d",
    operator.getitem: "getitem",
}
"""Names of functions whose own one says something else."""


def read_module(module: nn.Module, shape: Shape, mean: Any = None, std: Any = None) -> ForeignNet:
    """Returns a module as a net of ours; the module stays as it is.

    Args:
        module: Anything made of what our layers can do.
        shape: Of an image, (height, width, channels), or (features,).
        mean: What is taken from every channel before the module; None for nothing.
        std: What every channel is divided by then; None for nothing.

    Raises:
        ConvscopeError: Something in it that no layer of ours does; the text names where.
    """
    with judging(module):
        try:
            is_graph = isinstance(module, fx.GraphModule)
            graph: fx.Graph = module.graph if is_graph else _Tracer().trace(module)
            lookup: Mapping[str, Any] = {}
        except ConvscopeError:
            raise
        except Exception as error:  # whatever the code of the module does while it is traced
            graph, lookup = _exported(module, shape, error)
        building = Building(shape, 1 if lookup else None)
        begin = building.input
        if mean is not None or std is not None:
            begin = _normalized(building, mean, std)
        output = _Walk(module, graph, lookup, building, begin).run()
        return building.finish(output)


@contextmanager
def judging(module: nn.Module) -> Iterator[None]:
    """Puts a module into evaluation mode, and every part of it back afterwards."""
    modes = {part: part.training for part in module.modules()}
    module.eval()
    try:
        yield
    finally:
        for part, mode in modes.items():
            part.training = mode


def _normalized(building: Building, mean: Any, std: Any) -> Value:
    axes = (-1, *(1,) * (len(building.input.axes) - 2))
    deviation = array(1.0 if std is None else std).reshape(-1)
    scale = (1 / deviation).reshape(axes)
    offset = -(array(0.0 if mean is None else mean).reshape(-1) / deviation).reshape(axes)
    return pointwise.affine(building, "normalization", building.input, scale, offset)


class _Tracer(fx.Tracer):
    """Looks into modules until it meets those that have a handler."""

    def is_leaf_module(self, m: nn.Module, module_qualified_name: str) -> bool:
        return handler_of(m) is not None or super().is_leaf_module(m, module_qualified_name)


def _exported(
    module: nn.Module, shape: Shape, reason: Exception
) -> tuple[fx.Graph, Mapping[str, Any]]:
    """Returns the graph that `torch.export` finds, and what its inputs hold by their names."""
    axes = (shape[2], shape[0], shape[1]) if len(shape) == 3 else shape
    like = next((p for p in module.parameters()), torch.zeros(()))
    example = torch.zeros(1, *axes, dtype=like.dtype, device=like.device)
    try:
        program = torch.export.export(module, (example,), strict=False)
    except Exception as error:  # as above
        raise ConvscopeError(
            f"{type(module).__name__}: its code cannot be followed: {what_it_says(reason)}; "
            f"torch.export says: {what_it_says(error)}.",
            "Expected a module whose way does not depend on the values of the image.",
            "Give the part of it that is a plain classifier, and the right image size.",
        ) from error
    signature, held = program.graph_signature, {**program.state_dict, **program.constants}
    names = {
        **signature.inputs_to_parameters,
        **signature.inputs_to_buffers,
        **signature.inputs_to_lifted_tensor_constants,
    }
    return program.graph, {name: held[target] for name, target in names.items()}


class _Walk:
    """Goes through a graph of torch and puts layers."""

    def __init__(
        self,
        module: nn.Module,
        graph: fx.Graph,
        lookup: Mapping[str, Any],
        building: Building,
        begin: Value,
    ) -> None:
        self.module, self.graph, self.lookup = module, graph, lookup
        self.building, self.begin = building, begin
        self.known: dict[fx.Node, Any] = {}
        self.has_begun = False

    def run(self) -> Value:
        """Returns what the graph puts out."""
        for node in self.graph.nodes:
            if node.op == "output":
                found = self._look_up(node.args[0])
                while isinstance(found, tuple | list) and len(found) == 1:
                    found = found[0]
                if isinstance(found, Value):
                    return found
                raise ConvscopeError(
                    f"{type(self.module).__name__} puts out {in_short(type(found).__name__)}.",
                    "Expected one tensor that depends on the image.",
                    "Give a module whose forward() returns the scores alone.",
                )
            try:
                self.known[node] = self._value(node)
            except ConvscopeError as error:
                where = f"{type(self.module).__name__}, {_path(node)}"
                received = f"{where}: {error.received}"
                raise ConvscopeError(received, error.expected, error.fix) from error
            if isinstance(self.known[node], Value):
                self.building.note(_path(node), self.known[node])
        raise ConvscopeError(
            f"{type(self.module).__name__} puts out nothing.", "Expected scores.", "Return them."
        )

    def _look_up(self, args: Any) -> Any:
        return map_arg(args, lambda node: self.known[node])

    def _value(self, node: fx.Node) -> Any:
        if node.op == "placeholder":
            return self._input(node)
        if node.op == "get_attr":
            found: Any = self.module
            for part in str(node.target).split("."):
                found = getattr(found, part)
            return found
        args, kwargs = self._look_up(node.args), self._look_up(node.kwargs)
        name = _path(node)
        if node.op == "call_module":
            part = self.module.get_submodule(str(node.target))
            handler = handler_of(part)
            if handler is None:
                raise _no_layer(type(part).__name__)
            found = handler(At(self.building, name), part, *args, **kwargs)
            self._overwrite(getattr(part, "inplace", False), args, found)
            return found
        return self._called(node, name, args, kwargs)

    def _input(self, node: fx.Node) -> Any:
        if node.name in self.lookup:
            return self.lookup[node.name]
        if not self.has_begun:
            self.has_begun = True
            return self.begin
        if node.args:
            return node.args[0]
        raise ConvscopeError(
            "it takes in more than one tensor.", "Expected images alone.", "Give a part of it."
        )

    def _called(self, node: fx.Node, name: str, args: Any, kwargs: Any) -> Any:
        function = _function_name(node)
        has_values = any(isinstance(each, Value | Condition) for each in _leaves((args, kwargs)))
        if not has_values:
            if node.op == "call_method":
                return getattr(args[0], str(node.target))(*args[1:], **kwargs)
            assert callable(node.target)
            return node.target(*args, **kwargs)
        is_in_place = function.endswith("_") or kwargs.get("inplace") is True
        function = function.rstrip("_")
        if function == "to":
            return args[0]
        handler: Callable[..., Any] | None = FUNCTIONS.get(function)
        if handler is None:
            raise _no_layer(function)
        try:
            found = handler(At(self.building, name), *args, **kwargs)
        except (TypeError, AttributeError) as error:  # arguments that the handler does not know
            raise ConvscopeError(
                f"{function} is called in a way that is not known: {what_it_says(error)}.",
                "Expected the arguments of torch's documentation.",
                "Call it with fewer arguments.",
            ) from error
        self._overwrite(is_in_place or function in _IN_PLACE, args, found)
        return (found, None) if function in _WITH_PLACES and _is_exported(node) else found

    def _overwrite(self, is_in_place: bool, args: Any, found: Any) -> None:
        """Lets whoever looks at a tensor later see what was put into it."""
        if is_in_place and args and isinstance(args[0], Value):
            for node, value in self.known.items():
                if value is args[0]:
                    self.known[node] = found


_WITH_PLACES = ("adaptive_max_pool2d", "max_pool2d_with_indices")
"""What an exported graph calls for values and their places, of which it takes the first."""


def _is_exported(node: fx.Node) -> bool:
    return hasattr(node.target, "overloadpacket")


_IN_PLACE = ("iadd", "imul", "isub", "itruediv")


def _leaves(value: Any) -> Iterator[Any]:
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, list | tuple):
        for each in value:
            yield from _leaves(each)
    else:
        yield value


def _function_name(node: fx.Node) -> str:
    target = node.target
    if isinstance(target, str):
        return target
    if target in NAMES:
        return NAMES[target]
    packet = getattr(target, "overloadpacket", None)
    name = getattr(packet or target, "__name__", str(target))
    return name


def _path(node: fx.Node) -> str:
    """Returns the module that a step belongs to, and what it does where it is none itself."""
    if node.op == "call_module":
        return str(node.target)
    stack = node.meta.get("nn_module_stack") or {}
    inner = [str(path) for path, *_ in stack.values()]
    path = inner[-1] if inner else ""
    path = path.removeprefix("L['self']").strip(".")
    is_leaf = "call_function" in node.op and hasattr(node.target, "overloadpacket")
    if is_leaf and path and handler_name(path, node):
        return path
    return f"{path}.{node.name}" if path else node.name


def handler_name(path: str, node: fx.Node) -> bool:
    """Whether a step of an exported graph is all that a module of torch does."""
    kind = list((node.meta.get("nn_module_stack") or {}).values())[-1][-1]
    return str(getattr(kind, "__module__", kind)).startswith("torch.nn.modules")


def _no_layer(what: str) -> ConvscopeError:
    named = WITHOUT.get(what)
    return ConvscopeError(
        f"{what}{f' ({named})' if named else ''} has no layer here.",
        "Expected convolutions, poolings, normalizations, Linear, activation functions, sums, "
        "products, concatenated channels and what moves axes.",
        "Replace it, or look at the part of the module before it.",
    )
