"""The update rules of SGD and Adam on torch tensors, with the state that they keep.

They stand in for `torch.optim`, whose first step loads torch's compiler: over a second in which a
small training would already be under way. The kernels are torch's own.
"""

from collections.abc import Callable, Iterable
from typing import Any

import torch
from torch import Tensor, nn

from convscope.engine.training.before_step import BeforeStep
from convscope.engine.training.moving_average import AVERAGE, MovingAverage
from convscope.engine.training.torch_private import add_to_each, fused_adamw, multiply_each

State = dict[str, Tensor]


class UpdateRule:
    """Turns gradients into steps.

    Attributes:
        param_groups: One group: `params`, `lr` (the step size, which may be changed at any time)
            and the rule's options.
        state: What the rule remembers of each parameter, by the parameter's number.
        before: What is done before each step; None for nothing.
        factors: How large each parameter's steps are beside `lr`, by its number; empty for 1 each.
        average: The moving average of the weights that is kept beside them; None for none.
        schedule: The step size by the number of steps taken before; None for `lr` as it is.
        num_steps: Steps taken.
    """

    before: BeforeStep | None = None
    factors: tuple[float, ...] = ()
    average: MovingAverage | None = None
    schedule: Callable[[int], float] | None = None
    num_steps: int = 0

    def __init__(self, parameters: Iterable[nn.Parameter], lr: float, **options: Any) -> None:
        self.param_groups: list[dict[str, Any]] = [
            {"params": list(parameters), "lr": lr, **options}
        ]
        self.state: dict[int, State] = {}

    def zero_grad(self) -> None:
        """Forgets all gradients."""
        for parameter in self.param_groups[0]["params"]:
            parameter.grad = None

    @torch.no_grad()
    def step(self) -> None:
        """Takes one step along the gradients of those parameters that have one."""
        group = self.param_groups[0]
        if self.schedule is not None:
            group["lr"] = float(self.schedule(self.num_steps))
        self.num_steps += 1
        numbers = [i for i, p in enumerate(group["params"]) if p.grad is not None]
        if not numbers:
            return
        parameters = [group["params"][i] for i in numbers]
        for number, parameter in zip(numbers, parameters, strict=True):
            if number not in self.state:
                self.state[number] = self.begun(parameter)
        states = [self.state[i] for i in numbers]
        gradients = [p.grad for p in parameters]
        if self.before is not None:
            gradients = self.before(parameters, gradients, group["lr"])
        if self.factors:
            self._update_by_factors(numbers, parameters, gradients, states)
        else:
            self.update(parameters, gradients, states, group)
        if self.average is not None:
            self.average(parameters, states, self.num_steps)

    def _update_by_factors(
        self,
        numbers: list[int],
        parameters: list[Tensor],
        gradients: list[Tensor],
        states: list[State],
    ) -> None:
        """Takes the step of all parameters that share a factor together."""
        group = self.param_groups[0]
        for factor in sorted({self.factors[number] for number in numbers}):
            own = [i for i, number in enumerate(numbers) if self.factors[number] == factor]
            self.update(
                [parameters[i] for i in own],
                [gradients[i] for i in own],
                [states[i] for i in own],
                {**group, "lr": group["lr"] * factor},
            )

    def begun(self, parameter: Tensor) -> State:
        """Returns all that is remembered of a parameter before the first step."""
        state = self.fresh_state(parameter)
        if self.average is not None:
            state[AVERAGE] = torch.zeros_like(parameter, requires_grad=False)
        return state

    @torch.no_grad()
    def finish(self) -> None:
        """Gives the parameters their moving averages, where those are kept."""
        if self.average is None:
            return
        for number, state in self.state.items():
            self.param_groups[0]["params"][number].copy_(state[AVERAGE])

    def fresh_state(self, parameter: Tensor) -> State:
        """Returns what the rule itself remembers before the first step."""
        raise TypeError(f"{type(self).__name__} must define fresh_state()")

    def update(
        self, parameters: list[Tensor], gradients: list[Tensor], states: list[State], group: Any
    ) -> None:
        """Changes the parameters and what is remembered of them, in place.

        Args:
            parameters: Those that have a gradient; changed.
            gradients: One per parameter, of its shape.
            states: One per parameter: what `fresh_state` returned or earlier steps left; changed.
            group: The settings by name: `lr`, the step size, and the rule's options.
        """
        raise TypeError(f"{type(self).__name__} must define update()")

    def state_dict(self) -> dict[str, Any]:
        """Returns the state, in the form that torch's optimizers have."""
        groups = [{k: v for k, v in g.items() if k != "params"} for g in self.param_groups]
        return {"state": self.state, "param_groups": groups}

    def load_state_dict(self, content: dict[str, Any]) -> None:
        """Takes up a state that `state_dict` returned."""
        parameters = self.param_groups[0]["params"]
        self.state = {}
        for number, values in content["state"].items():
            fresh = self.begun(parameters[number])
            # Copying keeps the memory order of the parameter, so that sums come out the same.
            self.state[number] = {name: fresh[name].copy_(values[name]) for name in fresh}
        self.param_groups[0].update(content["param_groups"][0])


class SGD(UpdateRule):
    """v ← m v − r g; w ← w + v, with Nesterov's look-ahead w ← w + m v − r g.

    Options: `momentum` m, `nesterov`.

    Source: Sutskever, Martens, Dahl, Hinton, "On the importance of initialization and momentum in
    deep learning", 2013, in the form that Keras documents.
    """

    def fresh_state(self, parameter: Tensor) -> State:
        """Returns a velocity of 0, or nothing without momentum."""
        return {"velocity": torch.zeros_like(parameter)} if self.param_groups[0]["momentum"] else {}

    def update(
        self, parameters: list[Tensor], gradients: list[Tensor], states: list[State], group: Any
    ) -> None:
        """Takes one step.

        Args:
            parameters: Those that have a gradient; changed.
            gradients: One per parameter, of its shape.
            states: The `velocity` of each parameter, changed; not looked at without momentum.
            group: `lr`, `momentum` and `nesterov`.
        """
        rate, momentum = group["lr"], group["momentum"]
        if not momentum:
            add_to_each(parameters, gradients, alpha=-rate)
            return
        velocities = [state["velocity"] for state in states]
        multiply_each(velocities, momentum)
        add_to_each(velocities, gradients, alpha=-rate)
        if group["nesterov"]:
            add_to_each(parameters, velocities, alpha=momentum)
            add_to_each(parameters, gradients, alpha=-rate)
        else:
            add_to_each(parameters, velocities)


class Adam(UpdateRule):
    """Adam, and AdamW where weights decay on their own.

    Keras and the paper's short form divide by √v + ε before v's bias correction, torch's kernel
    after it; so the kernel's ε has to grow by 1 / √(1 − β₂ᵗ).

    Options: `betas`, `epsilon`, `weight_decay`, and `amsgrad`: the largest v so far takes v's
    place.

    Source: Kingma, Ba, "Adam: A Method for Stochastic Optimization", 2015, end of section 2;
    Loshchilov, Hutter, "Decoupled Weight Decay Regularization", 2019; Reddi, Kale, Kumar, "On the
    Convergence of Adam and Beyond", 2018.
    """

    def fresh_state(self, parameter: Tensor) -> State:
        """Returns both means at 0 and no steps."""
        state = {
            "step": torch.zeros((), dtype=torch.float32, device=parameter.device),
            "exp_avg": torch.zeros_like(parameter),
            "exp_avg_sq": torch.zeros_like(parameter),
        }
        if self.param_groups[0].get("amsgrad"):
            state["max_exp_avg_sq"] = torch.zeros_like(parameter)
        return state

    def update(
        self, parameters: list[Tensor], gradients: list[Tensor], states: list[State], group: Any
    ) -> None:
        """Takes one step.

        Args:
            parameters: Those that have a gradient; changed.
            gradients: One per parameter, of its shape.
            states: Of each parameter `step`, `exp_avg`, `exp_avg_sq` and, with `amsgrad`,
                `max_exp_avg_sq`; changed. All have taken the same number of steps.
            group: `lr`, `betas`, `epsilon`, `weight_decay` and, where it is wanted, `amsgrad`.
        """
        steps = [state["step"] for state in states]
        add_to_each(steps, 1)
        beta_1, beta_2 = group["betas"]
        amsgrad = bool(group.get("amsgrad"))
        fused_adamw(
            parameters,
            gradients,
            [state["exp_avg"] for state in states],
            [state["exp_avg_sq"] for state in states],
            [state["max_exp_avg_sq"] for state in states] if amsgrad else [],
            steps,
            lr=group["lr"],
            beta1=beta_1,
            beta2=beta_2,
            weight_decay=group["weight_decay"],
            eps=group["epsilon"] / (1 - beta_2 ** float(steps[0])) ** 0.5,
            amsgrad=amsgrad,
            maximize=False,
        )
