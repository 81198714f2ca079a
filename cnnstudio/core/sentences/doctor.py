"""What is said of a run that something is wrong with."""

from __future__ import annotations

DOCTOR: dict[str, str] = {
    "ill_dead": (
        "In layer {position}, {layer}, {share:.0%} of the units are dead: for each of {digits} "
        "test digits they give 0, so no gradient comes through them."
    ),
    "try_dead": (
        "Reset the weights and train with a smaller learning rate, or put leaky ReLU in the place "
        "of ReLU: it lets a little through below 0."
    ),
    "try_dead/first": (
        "Reset the weights, with which it began; if it stays so, use fewer layers, or put leaky "
        "ReLU in the place of ReLU: it lets a little through below 0."
    ),
    "ill_saturated": (
        "In layer {position}, {layer}, {share:.0%} of the outputs are within a hundredth of an "
        "end of their range, where the curve is flat and hardly any gradient comes through."
    ),
    "try_saturated": (
        "Reset the weights and train with a smaller learning rate, or put ReLU in its place."
    ),
    "try_saturated/maps": (
        "Reset the weights and train with a smaller learning rate, or put batch norm before it, or "
        "ReLU in its place."
    ),
    "ill_vanishing": (
        "The gradient vanishes on its way back: in layer {position}, {layer}, it is {times:,} "
        "times smaller than in the last layer."
    ),
    "ill_vanishing/billion": (
        "The gradient vanishes on its way back: in layer {position}, {layer}, it is more than a "
        "billion times smaller than in the last layer."
    ),
    "try_vanishing": "Use fewer layers, or Adam: its steps do not shrink with the gradient.",
    "try_vanishing/adam": "Use fewer layers.",
    "try_vanishing/maps": (
        "Use fewer layers, or batch norm behind the convolutions; residual blocks let the gradient "
        "through as well."
    ),
    "try_vanishing/normed": "Use residual blocks, which let the gradient through, or fewer layers.",
    "try_vanishing/bent": "Put ReLU in the place of sigmoid and tanh, or use fewer layers.",
    "try_vanishing/bent_maps": (
        "Put ReLU in the place of sigmoid and tanh, or use fewer layers; batch norm and residual "
        "blocks let the gradient through as well."
    ),
    "ill_exploding": (
        "The gradient explodes: at step {step:,} it is about {length:,} long, where some 0.1 to "
        "10 are usual."
    ),
    "ill_exploding/billion": (
        "The gradient explodes: at step {step:,} it is more than a billion long, where some 0.1 "
        "to 10 are usual."
    ),
    "try_exploding": (
        "Reset the weights, so that they begin small, and train with a smaller learning rate."
    ),
    "try_exploding/maps": (
        "Reset the weights, so that they begin small, and train with a smaller learning rate; "
        "batch norm behind the convolutions keeps the gradient in bounds as well."
    ),
    "try_exploding/blocks": (
        "Use fewer layers: with each that it passes the gradient grows. A smaller learning rate "
        "keeps the steps short."
    ),
    "try_exploding/normed": (
        "Use residual blocks or fewer layers: with each layer that it passes the gradient grows. A "
        "smaller learning rate keeps the steps short."
    ),
    "ill_rate_too_large": (
        "The loss has risen from {start:.3g} to {now:.3g} by step {step:,}: with a learning rate "
        "of {rate:g} each step goes too far."
    ),
    "ill_rate_too_large/back": (
        "The loss had come down to {best:.3g}, and is back up at {now:.3g} at step {step:,}: with "
        "a learning rate of {rate:g} the steps go too far."
    ),
    "ill_rate_too_large/stuck": (
        "The loss does not fall ({start:.3g} at first, {now:.3g} at step {step:,}), though single "
        "steps changed a layer's weights by {share:.0%} or more: a learning rate of {rate:g} is "
        "too large."
    ),
    "try_rate_too_large": "Reset the weights, and try a learning rate of {suggested:g}.",
    "ill_rate_too_small": (
        "The loss hardly falls ({start:.3g} at first, {now:.3g} at step {step:,}), and each step "
        "moves the weights by only about 1 part in {times:,}; 1\u00a0in\u00a01,000 is usual."
    ),
    "ill_rate_too_small/million": (
        "The loss hardly falls ({start:.3g} at first, {now:.3g} at step {step:,}), and each step "
        "moves the weights by less than 1 part in a million; 1\u00a0in\u00a01,000 is usual."
    ),
    "try_rate_too_small": "Try a learning rate of {suggested:g}, also while the run goes on.",
    "ill_weights_pulled": (
        "The loss falls no further ({now:.3g} at step {step:,}): a weight decay of {decay:g} pulls "
        "the weights to 0 more strongly than the gradient moves them away."
    ),
    "try_weights_pulled": (
        "Set the weight decay to {usual:g}, which is usual, or to 0, and reset the weights."
    ),
    "ill_never_answered/same": (
        "The network says much the same of every digit: {answers:,} of its {total:,} answers "
        "are a {digit}."
    ),
    "ill_never_answered/one": (
        "The network hardly ever says {digit}: {answers} of its {total:,} answers are a {digit}, "
        "though {truth:,} of the test digits are."
    ),
    "ill_never_answered": (
        "The network hardly ever says {digits}: only {answers} of its {total:,} answers are one "
        "of these."
    ),
    "try_never_answered": (
        "Train on, or from other first weights (another seed); if it stays so, the network is too "
        "small."
    ),
    "ill_overfitting": (
        "Since step {since:,} the test loss rises, from {best:.3g} to {now:.3g}, while the "
        "training loss has gone down to {train:.3g}: the network learns its digits by heart."
    ),
    "ill_overfitting/gap": (
        "Since step {since:,} training digits are answered better than test digits: {train:.1%} "
        "against {test:.1%} right, a gap of {points:.1f} points."
    ),
    "try_overfitting": (
        "Stop earlier, or train with augmentation, weight decay or dropout; a smaller network "
        "can learn less by heart."
    ),
}
