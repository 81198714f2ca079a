"""What is said of the moments of runs, and of the folders that they are kept in."""

from __future__ import annotations

#: code -> English template.
HISTORY: dict[str, str] = {
    # While a run is kept.
    "history_two": (
        "A moment of this network takes {each:,} MB, so only the first and the latest fit into "
        "{megabytes:,} MB: a larger budget is set in the preferences."
    ),
    "history_over_budget": (
        "A moment of this network takes {each:,} MB: only the first and the latest are kept, and "
        "they take more than the {megabytes:,} MB that the preferences allow."
    ),
    "history_thinned": "The history has filled its {megabytes:,} MB: moments are thinned evenly.",
    "history_lost": (
        "The run’s history cannot be written ({reason}): moments are lost until that is mended. "
        "The run goes on."
    ),
    "history_was_lost": (
        "The run’s history could not be written ({reason}): moments of it are lost."
    ),
    # Folders that are opened again. Each is one thing that is missing or altered.
    "not_a_run": "“{file}” is not the folder of a run.",
    "run_not_deleted": "The run in “{file}” cannot be deleted ({reason}).",
    "run_not_back": "The run in “{file}” cannot be had back from the trash ({reason}).",
    "run_file_altered": "“{file}” is damaged or was altered, so what it said of the run is lost.",
    "run_file_newer": "“{file}” is of a newer CNN Studio.",
    "run_half_written": "{count:,} moments were only half written and are left out.",
    "run_half_written/one": "One moment was only half written and is left out.",
    "run_moments_missing": (
        "{count:,} moments are missing from the run’s folder, that of step {first:,} first."
    ),
    "run_moments_missing/one": "The moment of step {first:,} is missing from the run’s folder.",
    "run_moments_lost": (
        "All {count:,} moments of the run are missing or damaged, so its weights are lost."
    ),
    "run_moments_lost/one": (
        "The run’s only moment is missing or damaged, so its weights are lost."
    ),
    "run_test_missing": (
        "The test of step {step:,} is missing or damaged, so there is no confusion matrix of it."
    ),
    "run_has_weights_of": (
        "The network has the weights of step {step:,}, the last that can be read."
    ),
    "run_without_weights": (
        "The weights of this run are lost. Its curves are here, but the network starts from new "
        "weights."
    ),
    "run_gap": (
        "Between steps {first:,} and {last:,} the disk took no moments, so none are kept of them."
    ),
    "log_missing": "“{file}” is missing, so the run has no curves of it.",
    "log_torn": "The last entry of “{file}” was only half written and is left out.",
    "log_short": (
        "The steps after {step:,} are missing from “{file}”, so the run’s curves end there."
    ),
    "log_altered": "“{file}” was altered: it is left out after {count:,} entries.",
    "log_altered/one": "“{file}” was altered: it is left out after one entry.",
    "moment_damaged": "The moment of step {step:,} is damaged or cut short.",
    "moment_of_another_network": (
        "The moment of step {step:,} holds the weights of another network, so it is left out."
    ),
    "moments_passed_over": (
        "{count:,} moments cannot be read and are left out, that of step {first:,} first."
    ),
    "moments_passed_over/one": "The moment of step {first:,} cannot be read and is left out.",
    "evaluation_damaged": "The test in “{file}” is damaged.",
}
