"""What is said of networks, runs, files and the engine."""

from __future__ import annotations

#: code -> English template. Grouped as the program meets them.
NETWORKS: dict[str, str] = {
    # Problems: the network cannot be built.
    "kernel_too_large_padded": (
        "A {kernel} window does not fit into a {size} map, even with its padding of {padding}."
    ),
    "kernel_too_large_plain": "A {kernel} window does not fit into a {size} map.",
    "needs_maps": "This layer works on feature maps, but gets a plain list of {count:,} numbers.",
    "needs_maps/one": "This layer works on feature maps, but gets a single number.",
    "needs_list": (
        "Dense needs a plain list of numbers, but gets {channels:,} maps of {size}: flatten first."
    ),
    "needs_list/one": (
        "Dense needs a plain list of numbers, but gets one map of {size}: flatten first."
    ),
    "groups_do_not_divide_input": (
        "{groups} groups cannot share {channels} input channels evenly."
    ),
    "groups_do_not_divide_input/one": "{groups} groups cannot share a single input channel.",
    "groups_do_not_divide_filters": "{groups} groups cannot share {filters} filters evenly.",
    "groups_do_not_divide_filters/one": "{groups} groups cannot share a single filter.",
    "pool_padding_too_large": (
        "A {kernel} pooling window allows padding of at most {limit}, half its size; this is "
        "{padding}."
    ),
    "branches_differ": (
        "The block's layers give {body}, its shortcut gives {shortcut}: they cannot be added."
    ),
    "projection_needs_maps": (
        "A 1×1 projection works on feature maps, but the block gets a plain list of {count:,} "
        "numbers."
    ),
    "projection_needs_maps/one": (
        "A 1×1 projection works on feature maps, but the block gets a single number."
    ),
    "ends_in_maps": (
        "The network ends in {channels:,} maps of {size}, but an answer needs 10 numbers, one "
        "for each digit."
    ),
    "ends_in_maps/one": (
        "The network ends in a map of {size}, but an answer needs 10 numbers, one for each digit."
    ),
    "too_few_outputs": (
        "The network ends in {count} numbers, but there are 10 digits to tell apart."
    ),
    "too_few_outputs/one": (
        "The network ends in a single number, but there are 10 digits to tell apart."
    ),
    "nothing_to_learn": "No layer of this network has weights, so there is nothing to learn.",
    "too_large": (
        "The network would need {count:,} numbers at once, more than this program runs ({limit:,})."
    ),
    "layer_too_large": (
        "This layer would need {count:,} numbers, more than this program runs ({limit:,})."
    ),
    # Advice: the network runs, but look here.
    "window_does_not_fit/none/one": (
        "A {kernel} window moving by {stride} does not come out even on a {size} map: PyTorch "
        "rounds down, and the last column is never looked at."
    ),
    "window_does_not_fit/none/many": (
        "A {kernel} window moving by {stride} does not come out even on a {size} map: PyTorch "
        "rounds down, and the last {columns} columns are never looked at."
    ),
    "window_does_not_fit/one/none": (
        "A {kernel} window moving by {stride} does not come out even on a {size} map: PyTorch "
        "rounds down, and the last row is never looked at."
    ),
    "window_does_not_fit/one/one": (
        "A {kernel} window moving by {stride} does not come out even on a {size} map: PyTorch "
        "rounds down, and the last row and the last column are never looked at."
    ),
    "window_does_not_fit/one/many": (
        "A {kernel} window moving by {stride} does not come out even on a {size} map: PyTorch "
        "rounds down, and the last row and the last {columns} columns are never looked at."
    ),
    "window_does_not_fit/many/none": (
        "A {kernel} window moving by {stride} does not come out even on a {size} map: PyTorch "
        "rounds down, and the last {rows} rows are never looked at."
    ),
    "window_does_not_fit/many/one": (
        "A {kernel} window moving by {stride} does not come out even on a {size} map: PyTorch "
        "rounds down, and the last {rows} rows and the last column are never looked at."
    ),
    "window_does_not_fit/many/many": (
        "A {kernel} window moving by {stride} does not come out even on a {size} map: PyTorch "
        "rounds down, and the last {rows} rows and the last {columns} columns are never looked at."
    ),
    "too_many_outputs": (
        "The network ends in {count:,} numbers; with 10 digits, the other {extra:,} are never "
        "right."
    ),
    "too_many_outputs/one": (
        "The network ends in {count:,} numbers; with 10 digits, the other one is never right."
    ),
    "empty_block": "The block holds no layers yet: both branches are the block's input.",
    "softmax_early": (
        "A softmax before the last layer squeezes everything between 0 and 1 and slows learning "
        "down."
    ),
    # Fixes.
    "fix_kernel": "Use a {kernel} window",
    "fix_padding": "Use padding {padding}",
    "fix_stride": "Use stride {stride}",
    "fix_flatten": "Put Flatten before it",
    "fix_pool_flatten": "Average each map to one number, then flatten",
    "fix_remove": "Remove this layer",
    "fix_move_before_flatten": "Move it before Flatten",
    "fix_groups": "Use {groups} groups",
    "fix_no_groups": "Use one group",
    "fix_filters": "Use {filters} filters",
    "fix_projection": "Use a 1×1 projection as shortcut",
    "fix_identity": "Use an identity shortcut",
    "fix_last_filters": "Let the block's last convolution have {filters} filters",
    "fix_last_filters/one": "Let the block's last convolution have a single filter",
    "fix_strides_one": "Let the block's layers keep the map's size",
    "fix_dissolve": "Take the layers out of the block",
    "fix_ten_outputs": "Let the last Dense layer have 10 outputs",
    "fix_add_flatten": "Add Flatten",
    "fix_add_dense": "Add a Dense layer with 10 outputs",
    "fix_flatten_dense": "Add Flatten and a Dense layer with 10 outputs",
    "fix_smaller": "Let this layer have {count:,} outputs",
    "fix_smaller/one": "Let this layer have a single output",
    "fix_all_smaller": "Let no layer have more than {count:,} outputs",
    "fix_remove_largest": "Remove the {count:,} largest layers",
    "fix_remove_largest/one": "Remove the largest layer",
    # Names of edits, for undo and redo.
    "edit_insert": "Insert {layer}",
    "edit_insert_many": "Insert {count} layers",
    "edit_remove": "Remove {layer}",
    "edit_remove_many": "Remove {count} layers",
    "edit_move": "Move {layer}",
    "edit_move_many": "Move {count} layers",
    "edit_change": "Change {layer}",
    "edit_input": "Change the input",
    "edit_rename": "Rename the network",
    "edit_dissolve": "Dissolve the block",
    "edit_go_back": "Go back to the network of the run",
    "edit_replace_all": "Replace the network by {name}",
    "edit_fix": "{fix}",
    # What a value must be.
    "must_be_whole": (
        "“{label}” must be a whole number from {minimum:,} to {maximum:,}, not {value}."
    ),
    "must_be_number": "“{label}” must be a number from {minimum:g} to {maximum:g}, not {value}.",
    "must_be_switch": "“{label}” must be on or off (true or false), not {value}.",
    "must_be_choice": "“{label}” must be one of {choices}, not {value}.",
    "must_be_id": "A layer's id must be 1 to 40 letters, digits, - or _, not {value}.",
    "ids_must_differ": "Two layers have the same id “{id}”.",
    "must_be_layers": "A block's body must hold layers, not {value}.",
    "must_be_name": "A network's name must be text of at most {limit} characters.",
    "too_many_layers": "A network can have at most {limit:,} layers.",
    "blocks_too_deep": "Blocks can be put into each other at most {limit} deep.",
    # Files of networks and weights.
    "file_not_read": "“{file}” cannot be read ({reason}).",
    "reading_broke_off": "This could not be read to its end.",
    "file_not_written": "“{file}” cannot be written ({reason}).",
    "file_not_regular": "“{file}” is not a file that can be opened.",
    "not_a_project": "“{file}” is not a CNN Studio project.",
    "project_damaged": "“{file}” is damaged or cut short, so it cannot be opened.",
    "project_fault": "“{file}” cannot be opened: {where}: {why}",
    "project_fault/whole": "“{file}” cannot be opened: {why}",
    "network_too_long": "its network takes more than {limit:,} bytes.",
    "not_json": "its network is not written in JSON.",
    "must_be_object": "An object with names and values belongs here, not {value}.",
    "must_be_list": "A list of layers belongs here, not {value}.",
    "must_be_format": "The format's number must be a whole number from 1 up, not {value}.",
    "newer_format": (
        "Format {found} is of a newer CNN Studio; this one reads formats up to {known}."
    ),
    "unknown_kind": "There is no kind of layer named {value}.",
    "unknown_layer": "The network has no layer named {name}.",
    "must_be_units": "A list of units' numbers belongs here, not {value}.",
    "must_be_unit": "A unit's number must be a whole number from 0 to {last:,}, not {value}.",
    "unknown_name": "Nothing named {name} belongs here.",
    "unknown_tensor": "The network has no tensor of this name.",
    "wrong_tensor_type": "The numbers must be of the type {known}, not {found}.",
    "wrong_tensor_shape": "The network needs a tensor of {needed} here, not of {found}.",
    "not_weights": "“{file}” is not a safetensors file.",
    "no_weights_fit": "None of the tensors in “{file}” fits a layer of this network.",
    "weights_not_finite": (
        "“{file}” holds weights that are no numbers (NaN or infinite), so it was not taken: choose "
        "a file from before training went wrong."
    ),
    "weights_left_out": (
        "{count:,} tensors in “{file}” fit no layer of this network and were left out ({first} is "
        "the first)."
    ),
    "weights_left_out/one": (
        "One tensor in “{file}” fits no layer of this network and was left out ({first})."
    ),
    "weights_kept": (
        "{count:,} tensors of this network are not in “{file}” and stay as they are ({first} is "
        "the first)."
    ),
    "weights_kept/one": (
        "One tensor of this network is not in “{file}” and stays as it is ({first})."
    ),
    "no_such_network": (
        "“{name}” is neither a project file nor one of the starter networks ({starters})."
    ),
    "train_without_hands": (
        "Training begins afresh, so what is done by hand in the project (filters frozen: "
        "{frozen:,}, maps off: {off:,}) is left out."
    ),
    # The digits.
    "mnist_missing": "The file {file} of MNIST's digits is missing: install CNN Studio again.",
    "mnist_damaged": (
        "The file {file} does not hold MNIST's digits any more: install CNN Studio again."
    ),
    "mnist_not_written": (
        "MNIST's digits cannot be unpacked into {file} ({reason}): make room there, or set "
        "CNNSTUDIO_CACHE to another folder."
    ),
    # Titles of cards.
    "title_Conv2d": "Conv {filters} @ {kernel}",
    "title_LocallyConnected2d": "Local {filters} @ {kernel}",
    "title_Residual": "Residual block",
    "title_MaxPool2d": "Max pool {kernel}",
    "title_AvgPool2d": "Average pool {kernel}",
    "title_AdaptiveAvgPool2d": "Average to {size}",
    "title_ReLU": "ReLU",
    "title_LeakyReLU": "Leaky ReLU {slope:g}",
    "title_Sigmoid": "Sigmoid",
    "title_Tanh": "Tanh",
    "title_GELU": "GELU",
    "title_Softmax": "Softmax",
    "title_BatchNorm2d": "Batch norm",
    "title_LocalResponseNorm": "Local response norm",
    "title_Dropout": "Dropout {percent:g}%",
    "title_Flatten": "Flatten",
    "title_Linear": "Dense {outputs}",
    "title_stride": "stride {stride}",
    "title_padding": "pad {padding}",
    "block_into_itself": "A block cannot be put into itself.",
    # How a digit becomes the network's input.
    "input_as_is": "Digits go in as they are: 28×28 pixels from 0 to 1.",
    "input_padded": "Black pixels are added around each digit to make it {height}×{width}.",
    "input_resized": "Each digit is resized from 28×28 to {height}×{width}.",
    "input_as_is_repeated": "Each digit's one channel is repeated {channels} times.",
    "input_padded_repeated": (
        "Black pixels are added around each digit to make it {height}×{width}, and its one "
        "channel is repeated {channels} times."
    ),
    "input_resized_repeated": (
        "Each digit is resized from 28×28 to {height}×{width}, and its one channel is repeated "
        "{channels} times."
    ),
    # Runs, as the window sees them.
    "weights_saved": "The weights are in {file}.",
    "weights_taken": "The network has the weights of {file}.",
    "no_weights_yet": "There are no weights to export yet: train the network first.",
    "run_stopped": "The run was stopped.",
    "run_lost": (
        "The engine stopped before anything of the run was kept, so it is lost: start it again."
    ),
    "run_at_moment": (
        "The engine stopped before its first checkpoint. The run can go on from its last kept "
        "moment, step {step:,}."
    ),
    "run_at_checkpoint": (
        "The engine stopped and was started again. The run can go on from step {step:,}."
    ),
    "run_paused_at_checkpoint": (
        "One step took so long that it was broken off. The run can go on from step {step:,}."
    ),
    # The engine.
    "device_no_gpu": "The CPU computes: no GPU was found.",
    "device_driver_too_old": (
        "The CPU computes: the GPU’s driver is too old for this PyTorch. Update the driver to use "
        "the GPU."
    ),
    "device_not_usable": "The CPU computes: the GPU cannot be used ({reason}).",
    "device_missing": "“{device}” cannot be used here: no such device was found.",
    "went_bad_output": (
        "At step {step:,} the loss is no longer a number: the output of layer {position}, "
        "{layer}, overflowed first. Reset, and try a learning rate of {suggested:g} or less."
    ),
    "went_bad_gradient": (
        "At step {step:,} the loss is no longer a number: the gradients of layer {position}, "
        "{layer}, overflowed first. Reset, and try a learning rate of {suggested:g} or less."
    ),
    "out_of_memory": (
        "{device} has not enough memory for this: use a smaller batch size than {batch_size:,}, "
        "or smaller layers."
    ),
    "batch_of_one": (
        "Batch norm compares the numbers of a batch, and a batch of one digit gives it only one "
        "for each map: use a larger batch size."
    ),
    "no_network_open": "No network is open in the engine yet.",
    "run_broke_off": "The engine could not go on: {reason}",
    "checkpoint_unusable": "The checkpoint {file} cannot be used: {reason}.",
    "finished_epochs": "Done: {epochs:,} × 60,000 digits seen.",
    "finished_accuracy": "Test accuracy reached {accuracy:.2%}.",
    "finished_patience": "Test loss has not fallen in the last {patience:,} tests.",
    "finished_stopped": "Stopped at step {step:,}.",
}
