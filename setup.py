"""What pyproject.toml cannot say: resources/ and pretrained/ are shipped inside the package.

A checkout keeps both at the top, where they are easy to find; a wheel carries them as
`cnnstudio/resources` and `cnnstudio/pretrained`. `cnnstudio.core.resources` looks in both places.
"""

from setuptools import find_packages, setup

SHIPPED = ["resources", "pretrained"]

setup(
    packages=[
        *find_packages(include=["cnnstudio", "cnnstudio.*"]),
        *(f"cnnstudio.{folder}" for folder in SHIPPED),
    ],
    package_dir={f"cnnstudio.{folder}": folder for folder in SHIPPED},
    package_data={f"cnnstudio.{folder}": ["**/*"] for folder in SHIPPED},
    include_package_data=False,
)
