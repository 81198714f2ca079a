"""What the lab of activations says."""

from __future__ import annotations

TEMPLATES: dict[str, str] = {
    "activation_title": "Activation",
    "activation_summary": "Each number goes through a curve: the bend that layers need.",
    "activation_logits": "Logits: exactly {count} numbers, one for each digit.",
    "activation_large_logit": "Logits: each must lie between −{limit} and {limit}.",
    "activation_functions": "Activation",
    "activation_relu": "ReLU",
    "activation_leaky_relu": "Leaky ReLU",
    "activation_sigmoid": "Sigmoid",
    "activation_tanh": "Tanh",
    "activation_gelu": "GELU",
    "activation_softmax": "Softmax",
    "activation_powers": "powers",
    "activation_sum": "sum",
    "activation_shares": "shares",
    "activation_before": "{count} steps",
    "activation_before/one": "1 step",
    "activation_step": "Number {step} of {count}",
    "activation_softmax_step": "Step {step} of {count}",
    "activation_power_of": "e to the power of logit {digit}",
    "activation_add_up": "all powers added up",
    "activation_share_of": "share of digit {digit}",
    "activation_wrong_same": "That is the number itself: the activation has not been applied.",
    "activation_wrong_side": "That keeps what is below zero and cuts off what is above.",
    "activation_wrong_sign": "That only takes the minus sign away.",
    "activation_wrong_relu": "That is what ReLU would give.",
}
