# What the launcher says: steps with the seconds since its start, and errors that name their cure.
# Variables without an assignment here are set by the launcher or by its other parts.
# shellcheck shell=bash disable=SC2034,SC2154

step() {
    printf '[%3ds] %s\n' "$SECONDS" "$*"
}

# fail SENTENCE [LINE...]: the sentence, the lines that say what to do, exit 1.
fail() {
    printf 'pathline: %s\n' "$1" >&2
    shift
    for line in "$@"; do
        printf '    %s\n' "$line" >&2
    done
    exit 1
}

# remedy DEBIAN MACOS CONDA: the command that fixes it, for the package manager that is here, else all of them.
remedy() {
    if [ -n "${CONDA_PREFIX-}" ]; then
        printf 'conda: %s' "$3"
    elif command -v apt-get > /dev/null 2>&1; then
        printf 'Debian, Ubuntu: %s' "$1"
    elif [ "$(uname -s)" = Darwin ]; then
        printf 'macOS: %s' "$2"
    else
        printf 'Debian, Ubuntu: %s; macOS: %s; conda: %s' "$1" "$2" "$3"
    fi
}

# watched LABEL LOG COMMAND...: runs the command with its output in LOG and says every 20 seconds that it still works.
watched() {
    local label=$1 log=$2 began=$SECONDS said=$SECONDS
    shift 2
    mkdir -p "$(dirname "$log")"
    "$@" > "$log" 2>&1 < /dev/null &
    watched_child=$!
    while kill -0 "$watched_child" 2> /dev/null; do
        sleep 0.2
        if [ $((SECONDS - said)) -ge 20 ]; then
            said=$SECONDS
            step "... $label: $((SECONDS - began)) s so far"
        fi
    done
    local code=0
    wait "$watched_child" || code=$?
    watched_child=
    return "$code"
}

# A child in the background does not hear Ctrl-C, so it is ended by hand.
end_child() {
    if [ -n "${watched_child-}" ]; then
        kill "$watched_child" 2> /dev/null
        printf '\npathline: interrupted.\n' >&2
    fi
    exit 130
}
trap end_child INT TERM

# may_install: whether this user may call apt-get without being asked for anything.
may_install() {
    [ "$(id -u)" = 0 ] && command -v apt-get > /dev/null 2>&1
}

# install_packages NAME...: Debian's packages, quietly, with the package lists fetched when they are missing or old.
install_packages() {
    step "installing $* (apt-get)"
    export DEBIAN_FRONTEND=noninteractive
    watched "apt-get install" "$build/log/apt.log" apt-get install -y -q --no-install-recommends "$@" && return 0
    watched "apt-get update" "$build/log/apt-update.log" apt-get update -q || return 1
    watched "apt-get install" "$build/log/apt.log" apt-get install -y -q --no-install-recommends "$@"
}

# writable FOLDER: whether the folder, or the nearest one above it that exists, can be written.
writable() {
    local folder=$1
    while [ ! -e "$folder" ] && [ "$folder" != / ] && [ "$folder" != . ]; do
        folder=$(dirname "$folder")
    done
    [ -d "$folder" ] && [ -w "$folder" ]
}

# need_build: fails with the reason unless the folder build is there and a file can be written into it.
need_build() {
    local words
    if words=$({ LC_ALL=C && mkdir -p "$build/log" && printf '%s\n' "$$" > "$build/writable" && rm -f "$build/writable"; } 2>&1); then
        return 0
    fi
    case $words in
        *[Nn]'o space'* | *quota*)
            fail "the disk is full: nothing can be written into $build." "Free some room there, and run the command again." ;;
        *)
            fail "$build cannot be written; Pathline keeps there what it builds${words:+ (${words##*: })}." \
                "Make the folder yours, or copy the project into one that is." ;;
    esac
}
