#!/usr/bin/env bash
# Brings what CNN Studio needs and this machine lacks.
#
#   scripts/prepare.sh display   is there a screen to open the window on?
#   scripts/prepare.sh run       the shared libraries that the window needs
#   scripts/prepare.sh test      these, and the programs that the tests need
#   scripts/prepare.sh venv      .venv with the pinned Python packages
#
# Where nothing is missing, nothing is run and nothing is said.
set -euo pipefail
cd "$(dirname "$0")/.."

# library=Debian package: what the PySide6 wheels expect the system to have.
LIBRARIES="
libEGL.so.1=libegl1
libGL.so.1=libgl1
libX11-xcb.so.1=libx11-xcb1
libX11.so.6=libx11-6
libdbus-1.so.3=libdbus-1-3
libfontconfig.so.1=libfontconfig1
libfreetype.so.6=libfreetype6
libglib-2.0.so.0=libglib2.0-0
libstdc++.so.6=libstdc++6
libwayland-client.so.0=libwayland-client0
libwayland-cursor.so.0=libwayland-cursor0
libxcb-cursor.so.0=libxcb-cursor0
libxcb-icccm.so.4=libxcb-icccm4
libxcb-image.so.0=libxcb-image0
libxcb-keysyms.so.1=libxcb-keysyms1
libxcb-randr.so.0=libxcb-randr0
libxcb-render-util.so.0=libxcb-render-util0
libxcb-render.so.0=libxcb-render0
libxcb-shape.so.0=libxcb-shape0
libxcb-shm.so.0=libxcb-shm0
libxcb-sync.so.1=libxcb-sync1
libxcb-util.so.1=libxcb-util1
libxcb-xfixes.so.0=libxcb-xfixes0
libxcb-xkb.so.1=libxcb-xkb1
libxcb.so.1=libxcb1
libxkbcommon-x11.so.0=libxkbcommon-x11-0
libxkbcommon.so.0=libxkbcommon0
libz.so.1=zlib1g
libzstd.so.1=libzstd1
"
# program=Debian package: what the tests start.
PROGRAMS="
Xvfb=xvfb
xdotool=xdotool
"

fail() {
    echo "$*" >&2
    exit 1
}

require_display() {
    [ "$(uname)" = Linux ] || return 0
    [ -z "${DISPLAY:-}${WAYLAND_DISPLAY:-}${QT_QPA_PLATFORM:-}" ] || return 0
    fail "There is no display to open the window on: run this in a desktop session, over" \
        "\`ssh -X\`, or with \`xvfb-run make run\` (Debian package xvfb)."
}

missing_library_packages() {
    [ "$(uname)" = Linux ] || return 0
    local ldconfig known pair
    ldconfig=$(PATH=$PATH:/sbin:/usr/sbin command -v ldconfig) || return 0
    known=$("$ldconfig" -p)
    for pair in $LIBRARIES; do
        [[ $known == *"${pair%%=*} "* ]] || echo "${pair##*=}"
    done
}

missing_program_packages() {
    [ "$(uname)" = Linux ] || return 0
    local pair
    for pair in $PROGRAMS; do
        command -v "${pair%%=*}" >/dev/null || echo "${pair##*=}"
    done
}

# Install Debian packages where that may be done without asking; else say which are needed.
install_packages() {
    [ $# -gt 0 ] || return 0
    local as_root=()
    local by_hand="Please install these packages and try again: sudo apt-get install $*"
    command -v apt-get >/dev/null || fail "Missing on this system (Debian's names): $*"
    if [ "$(id -u)" != 0 ]; then
        sudo -n true 2>/dev/null || fail "$by_hand"
        as_root=(sudo -n)
    fi
    echo "Installing $*"
    "${as_root[@]}" apt-get update -qq || true # old lists may still do
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -qq -o Dpkg::Use-Pty=0 --no-install-recommends "$@" </dev/null || fail "$by_hand"
}

# The first Python that is new enough; PYTHON overrides.
find_python() {
    local python
    for python in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11}; do
        if "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$python"
            return
        fi
    done
    fail "CNN Studio needs Python 3.11 or newer; set PYTHON to where it is."
}

make_venv() {
    if ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
        local python
        python=$(find_python)
        if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
            install_packages "$("$python" -c \
                'import sys; print("python{}.{}-venv".format(*sys.version_info))')"
        fi
        echo "Making .venv with $("$python" --version)"
        "$python" -m venv .venv
    fi
    echo "Installing the pinned packages into .venv (PyTorch is large: this takes minutes once)"
    .venv/bin/python -m pip install --quiet --disable-pip-version-check \
        --constraint constraints.txt --editable '.[dev]'
}

case "${1:-}" in
    display) require_display ;;
    run) install_packages $(missing_library_packages) ;;
    test) install_packages $(missing_library_packages) $(missing_program_packages) ;;
    venv) make_venv ;;
    *) fail "usage: scripts/prepare.sh display|run|test|venv" ;;
esac
