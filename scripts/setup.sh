#!/usr/bin/env bash
# Makes this checkout ready: system libraries, .venv, pinned requirements, verified models.
#   scripts/setup.sh run     what the program needs
#   scripts/setup.sh test    that, and what its tests need
# What is done already is not done again; a stamp in .venv remembers which requirements it has.
# MOCKVOICE_SKIP_SYSTEM=1 leaves the system libraries alone, PYTHON=... chooses the Python.
set -euo pipefail
cd "$(dirname "$0")/.."
what=${1:?run or test}

# Qt's platform plugin, PortAudio with ALSA's way to PulseAudio, a font; gcc builds llama.cpp.
packages=(
  libgl1 libegl1 libglib2.0-0 libfontconfig1 libdbus-1-3
  libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0 libxkbcommon-x11-0
  fonts-dejavu-core libportaudio2 libasound2-plugins build-essential ca-certificates
)
# A sound server, a screen, a screen reader's view, a made-up speaker, and namespaces without network.
test_packages=(
  pulseaudio pulseaudio-utils xvfb xauth xdotool espeak-ng flac strace iproute2 util-linux
  dbus at-spi2-core gir1.2-atspi-2.0 python3-gi
)
# A browser opens the reports; Ubuntu has none as a plain package.
if grep -qx ID=debian /etc/os-release 2>/dev/null; then test_packages+=(chromium); fi
if [ "$what" = test ]; then packages+=("${test_packages[@]}"); fi

say() { printf '\033[1m%s\033[0m\n' "$*" >&2; }
stop() { printf '%s\n' "$*" >&2; exit 1; }

find_python() {
  local candidate
  for candidate in ${PYTHON:-} python3 python3.11 python3.12 python3.13 python3.14; do
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      echo "$candidate"
      return
    fi
  done
}

is_installed() {
  local name
  for name in "$1" "$1t64"; do # Ubuntu 24.04 renamed some libraries to ...t64
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$name" 2>/dev/null)" = installed ] && return
  done
  return 1
}

system_libraries() {
  [ "${MOCKVOICE_SKIP_SYSTEM:-}" = 1 ] && return
  if ! command -v dpkg-query >/dev/null; then
    [ "$(uname -s)" = Linux ] && say "This is no Debian or Ubuntu: the libraries are listed at the top of scripts/setup.sh."
    return 0
  fi
  local missing=() name python
  # One call for the usual case, in which all are there.
  if [ "$(dpkg-query -W -f '${db:Status-Status}\n' "${packages[@]}" 2>/dev/null | grep -cx installed)" \
    -ne "${#packages[@]}" ]; then
    for name in "${packages[@]}"; do is_installed "$name" || missing+=("$name"); done
  fi
  python=$(find_python)
  if [ -z "$python" ]; then
    missing+=(python3 python3-venv)
  elif [ ! -x .venv/bin/python ] && ! "$python" -c 'import ensurepip' 2>/dev/null; then
    missing+=("$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')")
  fi
  [ ${#missing[@]} -eq 0 ] && return
  local install="apt-get install -y --no-install-recommends ${missing[*]}"
  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    if ! sudo -n true 2>/dev/null; then
      stop "These system libraries are missing. Install them, then run make again:
  sudo apt-get update && sudo $install"
    fi
    as_root=(sudo -n)
  fi
  say "Installing system libraries: ${missing[*]}"
  "${as_root[@]}" apt-get update -q
  # shellcheck disable=SC2086
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive $install -q
}

# llama.cpp built for the machine's own CPU crashes on virtual CPUs that advertise AMX without
# having it (https://github.com/ggml-org/llama.cpp/issues/20824).
without_amx() {
  if [ "$(uname -sm)" = "Linux x86_64" ]; then
    local off="-mno-amx-tile -mno-amx-int8 -mno-amx-bf16"
    export CMAKE_ARGS="-DCMAKE_C_FLAGS='$off' -DCMAKE_CXX_FLAGS='$off' ${CMAKE_ARGS:-}"
  fi
}

requirements() {
  local lists=(requirements.lock)
  [ "$what" = test ] && lists+=(requirements-dev.lock)
  local list wanted stamp
  for list in "${lists[@]}"; do
    stamp=.venv/.installed-$list
    wanted=$(cat "$list" pyproject.toml | cksum)
    if [ -x .venv/bin/python ] && [ "$(cat "$stamp" 2>/dev/null)" = "$wanted" ]; then continue; fi
    # A making that was stopped half-way leaves a Python without pip.
    if ! .venv/bin/python -c 'import pip' 2>/dev/null; then
      local python
      python=$(find_python)
      [ -n "$python" ] || stop "Python 3.11 or newer is needed; set PYTHON to where it is."
      say "Making .venv with $("$python" --version)"
      "$python" -m venv --clear .venv
    fi
    say "Installing $list (llama.cpp is built here the first time: some minutes)"
    (without_amx && .venv/bin/python -m pip install --disable-pip-version-check \
      --quiet --progress-bar off -r "$list") >&2
    if [ "$list" = requirements.lock ]; then
      .venv/bin/python -m pip install --disable-pip-version-check --quiet --no-deps --editable . >&2
    fi
    echo "$wanted" >"$stamp"
  done
}

models() {
  .venv/bin/mockvoice models fetch --profile standard
  [ "$what" = test ] && .venv/bin/mockvoice models fetch --profile light
  return 0
}

system_libraries
requirements
models
