"""What all labs say."""

from __future__ import annotations

TEMPLATES: dict[str, str] = {
    # A state that is not valid.
    "lab_shape": "{label}: at most {most} numbers, and at least one.",
    "lab_number": "{label}: every number must lie between −{limit:,} and {limit:,}.",
    "lab_not_numbers": "{label}: must hold nothing but numbers, in rows of equal length.",
    "lab_step": "Step: must be a whole number from 0 on, not {value}.",
    "lab_speed": "Speed: must lie between {minimum} and {maximum} steps a second, not {value}.",
    "lab_unknown": "There is no lab called {value}.",
    "lab_not_one": "This is not the state of a lab.",
    "lab_not_pasted": "What was to be pasted cannot be shown: {why}",
    "lab_newer": "This lab was written by a newer version of CNN Studio.",
    "lab_unknown_name": "A lab of this kind has no {name}.",
    "lab_missing": "The lab’s “{name}” is missing.",
    "lab_source": "This lab’s input cannot come from {value}.",
    "lab_seed": "Seed: must be a whole number from 0 on, not {value}.",
    # Filters of the open network.
    "learned_by": "Learned by {layer}",
    "learned_filter": "{number}",
    "lab_too_long": "A lab’s state has at most {limit:,} characters; this has {found:,}.",
    # What undo says that it takes back.
    "edit_lab_setting": "Change “{label}”",
    "edit_lab_cell": "Change a number",
    "edit_lab_input": "Change the input",
    "edit_lab_look": "Look elsewhere",
    "edit_lab_open": "Open another state of the lab",
    "edit_lab_paste": "Paste the state of a lab",
    # Predicted numbers.
    # Known kernels, and what each does.
    "kernel_sobel_x": "Sobel x",
    "kernel_sobel_x_help": "Finds upright edges: positive where it gets brighter to the right.",
    "kernel_sobel_y": "Sobel y",
    "kernel_sobel_y_help": "Finds level edges: positive where it gets brighter downwards.",
    "kernel_laplacian": "Laplacian",
    "kernel_laplacian_help": (
        "The Laplacian: how much a pixel differs from all its neighbours. Even areas give 0."
    ),
    "kernel_corner": "Corner",
    "kernel_corner_help": (
        "Finds corners and single dots; straight edges along a row or column give 0."
    ),
    "kernel_sharpen": "Sharpen",
    "kernel_sharpen_help": "Adds to each pixel what sets it apart from its row and its column.",
    "kernel_emboss": "Emboss",
    "kernel_emboss_help": (
        "Adds the slope from the upper left to the lower right, so that things look raised."
    ),
    "kernel_blur": "Box blur",
    "kernel_blur_help": "The mean of all pixels in the window.",
    "kernel_gaussian": "Gaussian",
    "kernel_gaussian_help": "A mean in which pixels near the middle of the window count more.",
    "kernel_identity": "Identity",
    "kernel_identity_help": "Leaves the picture as it is.",
    "kernel_unknown": "There is no kernel called {value}.",
    "kernel_small": (
        "{name} needs a kernel of at least {least_rows} × {least_columns}, not {rows} × {columns}."
    ),
    "kernel_short": (
        "{name} needs a kernel with at least {least} rows or columns, not {rows} × {columns}."
    ),
    "kernel_large": "{name}: a kernel has at most {limit} × {limit} cells, not {rows} × {columns}.",
    # Where an input comes from.
    "source_slides": "Zeros and ones",
    "source_numbers": "Small numbers",
    "source_edge": "Edge",
    "source_cross": "Cross",
    "source_diagonal": "Diagonal",
    "source_ring": "Ring",
    "source_checker": "Checkerboard",
    "source_ramp": "Ramp",
    "source_random": "Random numbers",
    "source_zeros": "All zeros",
    "source_part": "A part of the digit",
    "source_digit": "Current digit",
    "source_house": "House",
    "source_ball": "Ball",
    "source_flower": "Flower",
    "source_face": "Face",
    "source_lights": "Three lights",
    "source_unknown": "There is no input called {value}.",
    "source_no_digit": "There is no current digit to take the input from.",
    "source_crop": (
        "A part of {rows} × {columns} pixels must lie inside the picture of {high} × {wide}."
    ),
    # An image file.
    "image_missing": "There is no file {name}.",
    "image_folder": "{name} is a folder; choose an image file in it.",
    "image_unreadable": "{name} cannot be read: it may not be open to you.",
    "image_kind": "{name} is not an image of a known kind: PNG, JPEG, BMP, GIF, TIFF or WebP.",
    "image_bytes": "{name} is too large: more than {limit} MB.",
    "image_pixels": "{name} is too large: {width:,} × {height:,} pixels.",
    "image_empty": "{name} has no pixels.",
    "image_damaged": "{name} is damaged: its image cannot be read.",
    "image_none": "There is no image to use.",
}
