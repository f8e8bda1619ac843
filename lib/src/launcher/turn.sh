# Turns: of the launchers of one tree, those that would write into the same folders do so one after the other.
# Variables without an assignment here are set by the launcher or by its other parts.
# shellcheck shell=bash disable=SC2034,SC2154

turns= # the names of those that this launcher has

# in_turn NAME COMMAND...: runs it while no other launcher has the turn of this name.
in_turn() {
    local name=$1
    shift
    take_turn "$name"
    "$@"
    give_turn "$name"
}

# in_turn_if CONDITION NAME COMMAND...: the same where the condition holds, before the turn and still within it: what the
# last one made is not made again.
in_turn_if() {
    local condition=$1 name=$2
    shift 2
    "$condition" || return 0
    take_turn "$name"
    if "$condition"; then
        "$@"
    fi
    give_turn "$name"
}

# A turn is a file that holds the number of its launcher; a launcher that was killed leaves one behind, of a process that is gone.
take_turn() {
    local file=$build/turn-$1 other looks=0
    need_build
    until (set -C && echo $$ > "$file") 2> /dev/null; do
        need_build # on a full disk the file is there and empty, and no launcher would ever give that turn back
        other=$(cat "$file" 2> /dev/null) || continue # given back just now
        if [ -n "$other" ] && ! ps -p "$other" > /dev/null 2>&1; then
            rm -f "$file"
            continue
        fi
        looks=$((looks + 1))
        [ $looks != 2 ] || step "waiting for another ./pathline of this folder (process $other) to build; if there is none, delete $file"
        sleep 0.2
    done
    turns="$turns $1"
}

give_turn() {
    rm -f "$build/turn-$1"
    turns=${turns% "$1"}
}

give_turns() {
    local name
    for name in $turns; do
        rm -f "$build/turn-$name"
    done
}
trap give_turns EXIT
