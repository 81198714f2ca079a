"""What is said of pictures and films of labs."""

from __future__ import annotations

TEMPLATES: dict[str, str] = {
    "export_format": "“{file}”: pictures end in .png or .svg, animations in .gif or .mp4.",
    "export_not_a_file": "“{file}” is there already, and it is not a file.",
    "export_size": "The size must lie between {least} and {most} pixels; {found} does not.",
    "export_memory": "There is not enough memory for a picture of {found} pixels.",
    "export_no_memory": "There is not enough memory for a picture of that size.",
    "export_saved": "“{file}” is written.",
    "export_copied": "The picture is on the clipboard.",
    "export_steps": (
        "This lab has steps 0 to {count}; there is no way from step {first} to step {last}."
    ),
    "export_no_step": "This lab has steps 0 to {count}; there is no step {step}.",
    "export_length": (
        "An animation lasts between {least} and {most:,} seconds; this one would last {found}."
    ),
    "export_no_video": "MP4 needs one more package: {command}",
    "export_no_encoder": "PyAV has no encoder for MP4 here; it needs one of {encoders}.",
    "export_film_only": "{options} are for animations, which end in .gif or .mp4.",
    "export_not_a_size": "A size is written as 1600x900, in pixels, not as {value}.",
}
