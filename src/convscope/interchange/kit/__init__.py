"""A folder that judges pictures anywhere: the net, three small programs, a page, and their proof.

`programs` are the kit's own, as the receiver gets them; `photographs` and `drawings` bring a
picture file to what the net takes. Programs and what they need of convscope are copied into the
kit (`carrying`), so that it answers as convscope does and needs nothing of it. `references` are
the pictures of its self-test, `readme` says what it is, `writing` puts the folder together.
"""

from convscope.interchange.kit.cost import KitCost, cost_of_kit
from convscope.interchange.kit.writing import Kit, expect_room, make_kit, write_kit

__all__ = ["Kit", "KitCost", "cost_of_kit", "expect_room", "make_kit", "write_kit"]
