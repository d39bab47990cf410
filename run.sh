#!/bin/sh
# Sets up what Record Rights needs, the first time, and starts it.
#
#   sh run.sh          asks the questions and writes the letters
#   sh run.sh ARGS     anything record-rights can do; sh run.sh --help lists it
#   sh run.sh test     every check that a change to this project must pass
#
# All talk about the set-up goes to stderr, so that `sh run.sh example > case.toml` holds the example alone.
# shellcheck disable=SC3013 # -nt has been in POSIX since 2024, and in dash, busybox, bash and ksh far longer
set -eu

case $0 in */*) here=${0%/*}/ ;; *) here=./ ;; esac
here=$(CDPATH='' cd -- "$here" && pwd -P)
venv=$here/.venv
log=$venv/set-up.log

# Homebrew keeps Pango where a Python from elsewhere does not look.
if [ -d /opt/homebrew/lib ]; then
    export DYLD_FALLBACK_LIBRARY_PATH="${DYLD_FALLBACK_LIBRARY_PATH:-/opt/homebrew/lib:/usr/local/lib:/usr/lib}"
fi

say() { printf '%s\n' "$@" >&2; }
stop() {
    say "$@"
    exit 1
}

# Whether the set-up that left the stamp $1 still stands: nothing it rests on is newer, and the folder was not moved.
# Shell alone, no other program: this runs every time.
ready() {
    [ -x "$venv/bin/python" ] && [ "$1" -nt "$here/pyproject.toml" ] && [ "$1" -nt "$here/run.sh" ] &&
        IFS= read -r place <"$1" && [ "$place" = "$here" ]
}

# --- Python and its packages ------------------------------------------------------------------------------------------

# Sets $python, $version and $ensurepip: the first Python from 3.11 on, one that can make a venv if there is a choice.
find_python() {
    python='' tooOld=''
    for name in python3.14 python3.13 python3.12 python3.11 python3 python; do
        # The file itself and not a link to it: when the system moves on to another Python, the .venv breaks where it
        # is noticed and made anew.
        facts=$("$name" -c 'import os, sys
try:
    import ensurepip, venv
except ImportError:
    ensurepip = None
fit = sys.version_info >= (3, 11)
print("%s %d.%d %s %s" % (fit, sys.version_info[0], sys.version_info[1], ensurepip is not None, os.path.realpath(sys.executable)))' 2>/dev/null) || continue
        fit=${facts%% *} facts=${facts#* }
        found=${facts%% *} facts=${facts#* }
        if [ "$fit" != True ]; then
            tooOld=${tooOld:-$found}
        elif [ -z "$python" ] || [ "${facts%% *}" = True ]; then
            version=$found ensurepip=${facts%% *} python=${facts#* }
            if [ "$ensurepip" = True ]; then break; fi
        fi
    done
    [ -n "$python" ] || stop "Record Rights needs Python 3.11 or newer, and this machine has ${tooOld:+only Python }${tooOld:-none}: install Python 3.11 or newer, then run this again."
}

# A .venv with nothing in it but pip.
make_venv() {
    find_python
    if ! { rm -rf "$venv" && mkdir "$venv"; } 2>/dev/null; then
        stop "Nothing can be written in $here." 'Copy the whole folder to a place of your own, such as your home folder, and run it there.'
    fi
    [ "$ensurepip" = True ] || install_venv_module
    "$python" -m venv "$venv" >"$log" 2>&1 || give_up
}

install_venv_module() {
    if [ "$(manager)" != apt ]; then
        stop "Python $version on this machine cannot make a virtual environment: its modules venv and ensurepip are missing." \
            'Install them, or another Python 3.11 or newer, then run this again.'
    fi
    say "Python's module for virtual environments is missing."
    install_packages "python$version-venv" || stop "$advice" 'Then run this again.'
}

# Brings the .venv to what pyproject.toml asks for; $1 is the extra, "" or "[test]". What was interrupted half-way is
# not trusted.
install_project() {
    if [ -e "$venv/unfinished" ] || moved || ! has_pip; then
        make_venv
    fi
    : >"$venv/unfinished"
    say "Setting up Record Rights. This happens once and takes about a minute."
    (cd "$here" && "$venv/bin/python" -I -m pip install --quiet --no-input --disable-pip-version-check \
        --editable ".$1") >"$log" 2>&1 || give_up
    rm "$venv/unfinished"
}

# Some tools make a .venv without pip; such a one need not be thrown away.
has_pip() {
    "$venv/bin/python" -I -c 'import pip' 2>/dev/null || "$venv/bin/python" -I -m ensurepip >/dev/null 2>&1
}

# Whether a stamp says that the .venv was made in another place: what is in it points there.
moved() {
    [ -e "$venv/ready" ] && IFS= read -r place <"$venv/ready" && [ "$place" != "$here" ]
}

# Says why $log ends as it does.
give_up() {
    if grep -qiE 'name resolution|NewConnectionError|ConnectTimeout|unreachable|ConnectionError|ReadTimeout' "$log"; then
        stop 'The packages that Record Rights needs could not be fetched: this machine does not seem to reach the internet.' \
            'Connect it for this first run, then run this again. Later runs need no connection.'
    fi
    tail -n 12 "$log" >&2
    stop '' 'The set-up could not finish. Above are the last words of the installer.' \
        "Running this again starts afresh. If it fails in the same way, all of the words are in $log."
}

# --- The system's own packages ----------------------------------------------------------------------------------------

manager() {
    for tool in apt-get dnf pacman apk zypper brew; do
        if command -v "$tool" >/dev/null 2>&1; then
            echo "${tool%-get}"
            return
        fi
    done
}

# The packages that make PDFs possible, in the manager's own names.
pdf_packages() {
    case $(manager) in
    apt) echo 'libpangoft2-1.0-0 libharfbuzz-subset0' ;;
    dnf) echo 'pango harfbuzz' ;;
    pacman | brew) echo 'pango' ;;
    apk) echo 'so:libgobject-2.0.so.0 so:libpango-1.0.so.0 so:libpangoft2-1.0.so.0 so:libharfbuzz.so.0 so:libharfbuzz-subset.so.0 so:libfontconfig.so.1' ;;
    zypper) echo 'libpango-1_0-0 libharfbuzz-subset0' ;;
    esac
}

# The command that installs $*, for the shell and for the eye.
install_command() {
    case $(manager) in
    apt) echo "apt-get install -y --no-install-recommends $*" ;;
    dnf) echo "dnf install -y $*" ;;
    pacman) echo "pacman -S --noconfirm --needed $*" ;;
    apk) echo "apk add $*" ;;
    zypper) echo "zypper --non-interactive install $*" ;;
    brew) echo "brew install $*" ;;
    esac
}

# Installs the packages $* where that is allowed; where not, leaves in $advice the one thing to do, and fails.
# shellcheck disable=SC2086 # $root and $command are several words
install_packages() {
    command=$(install_command "$@")
    if [ -z "$command" ]; then
        advice="Install it with this system's own installer of programs."
        return 1
    fi
    root=''
    if [ "$(manager)" != brew ] && [ "$(id -u)" != 0 ]; then
        root='sudo '
    fi
    if [ -n "$root" ] && ! command -v sudo >/dev/null 2>&1; then
        advice="Somebody who may install programs on this machine can do it with:
    $command"
        return 1
    fi
    advice="This command installs it:
    $root$command"
    allowed || return 1
    say "Running: $root$command"
    if [ "$(manager)" = apt ]; then
        # A fresh machine has no list of packages, an old one a list of packages that are gone.
        ${root}apt-get update >"$log" 2>&1 || true
    fi
    if ! ${root}env DEBIAN_FRONTEND=noninteractive $command </dev/null >>"$log" 2>&1; then
        tail -n 5 "$log" >&2
        return 1
    fi
}

# Root may install; a person at a terminal is asked; CI may where no password is wanted; nobody else may.
allowed() {
    if [ "$(id -u)" = 0 ]; then return 0; fi
    if [ -n "${CI-}" ]; then
        [ -z "$root" ] || sudo -n true 2>/dev/null
        return
    fi
    [ -t 0 ] && [ -t 2 ] || return 1
    say "$advice"
    printf 'Run it now%s? [Y/n] ' "${root:+ (it may ask for your password)}" >&2
    read -r answer || answer=no
    case $answer in '' | y | Y | yes | Yes | YES) ;; *) return 1 ;; esac
}

# Without the second library PDFs come out all the same, only much slower; WeasyPrint then warns.
can_print() {
    "$venv/bin/python" -I -W error:HarfBuzz-Subset:DeprecationWarning -c 'import weasyprint' >/dev/null 2>&1
}

# Pango and HarfBuzz-subset. They are no Python packages and come with none.
install_pdf_libraries() {
    if can_print; then return; fi
    say 'Two free libraries that turn letters into PDFs, Pango and HarfBuzz-subset, are missing.'
    # shellcheck disable=SC2046 # several words
    if install_packages $(pdf_packages) && can_print; then return; fi
    say "$advice" 'Until then everything works, but letters are written as text and not as PDF.'
    return 1
}

# --- What this script is for ------------------------------------------------------------------------------------------

# $1: the stamp to leave; $2: the extra to install. Without PDF the program works; the tests do not.
set_up() {
    unset PYTHONHOME PYTHONPATH
    trap 'say "" "Stopped. Run this again to go on."; exit 130' INT
    install_project "$2"
    install_pdf_libraries || [ -z "$2" ] || stop 'The tests make PDFs and cannot run without.'
    printf '%s\n' "$here" >"$venv/ready"
    if [ -n "$2" ]; then cp "$venv/ready" "$1"; fi
    trap - INT
}

step() {
    printf '%s\n' "== $*"
    "$@"
}

# Everything a change must pass, the fastest first. Pytest's closing line comes last.
gate() {
    cd "$here"
    PATH=$venv/bin:$PATH
    export PATH
    step ruff check .
    step ruff format --check .
    step mypy
    step lint-imports
    step cog --check --diff -I . README.md
    step pytest --cov --cov-report=term-missing:skip-covered --numprocesses auto --maxprocesses 4 --dist worksteal
}

if [ "${1-}" = test ]; then
    ready "$venv/ready-for-tests" || set_up "$venv/ready-for-tests" '[test]'
    gate
else
    ready "$venv/ready" || set_up "$venv/ready" ''
    # What the program tells people to type.
    case $0 in *[!A-Za-z0-9_./-]*) RECORD_RIGHTS_COMMAND="sh \"$0\"" ;; *) RECORD_RIGHTS_COMMAND="sh $0" ;; esac
    export RECORD_RIGHTS_COMMAND
    exec "$venv/bin/python" -I -m assistant "$@"
fi
