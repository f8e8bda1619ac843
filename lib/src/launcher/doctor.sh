# The command doctor: what is here, each line ok or how to fix it.
# Variables without an assignment here are set by the launcher or by its other parts.
# shellcheck shell=bash disable=SC2034,SC2154

unwell=0

well() {
    printf '  ok    %-14s %s\n' "$1" "$2"
}

ill() {
    unwell=$((unwell + 1))
    printf '  FIX   %-14s %s\n' "$1" "$2"
    shift 2
    for line in "$@"; do
        printf '        %-14s %s\n' '' "$line"
    done
}

# examine NAME COMMAND...: runs the finder in a subshell, since a finder that finds nothing ends the shell.
examine() {
    local name=$1 words
    shift
    if words=$("$@" 2>&1); then
        well "$name" "$words"
        return 0
    fi
    words=$(printf '%s\n' "$words" | sed -e 's/^pathline: //' -e 's/^  *//')
    local lines=() line
    while IFS= read -r line; do
        lines+=("$line")
    done <<< "$words"
    ill "$name" "${lines[@]}"
    return 1
}

show_jdk() {
    find_jdk
    printf '%s in %s' "$java_version" "$java_home"
}

show_maven() {
    find_maven
    printf '%s, repository %s' "$("$mvn" -v 2> /dev/null | sed -n 's/.*Apache Maven \([0-9.]*\).*/\1/p' | head -n 1)" \
        "$(printf '%s\n' "${maven_options[@]}" | sed -n 's/^-Dmaven.repo.local=//p' | grep . || printf '%s' "$(user_home)/.m2/repository")"
}

show_python() {
    find_python
    printf '%s, %s' "$("$base_python" --version 2>&1)" "$base_python"
}

show_jupyter() {
    known_python || fail "not set up yet." "any of ./pathline run, lab, test sets it up"
    local lab="JupyterLab too"
    has_lab "$python" || lab="headless only, no JupyterLab"
    printf '%s (%s)' "$python_origin" "$lab"
}

show_kernel() {
    if ! known_python || [ ! -f "$build/jupyter/kernels/java/kernel.json" ]; then
        fail "not set up yet." "any of ./pathline run, lab, test sets it up"
    fi
    # What the next command would take, too: the kernel that was set up may not be the one that is found now.
    mkdir -p "$build/log/kernelspec"
    local passed=$build/log/kernelspec/passed-over.log found=${PATHLINE_KERNEL-}
    [ -n "$found" ] || found=$(active_kernel 2> "$passed") || found=
    case $found in
        '' | ijava | jjava | rapaio) ;;
        *) (find_jdk && wrap_kernel "$found" "$build/log/kernelspec") || return 1 ;;
    esac
    "$python" -B "$launcher/kernelspec.py" name "$build/jupyter/kernels/java" || return 1
    [ ! -s "$passed" ] || sed 's/^pathline: /; /' "$passed" | tr -d '\n'
}

show_library() {
    [ -f "$jars/.built" ] || fail "not built yet." "any of ./pathline run, lab, test builds it"
    missing_jars > "$build/log/missing-jars.log" ||
        fail "jars are missing in build/jars: $(head -n 3 "$build/log/missing-jars.log" | tr '\n' ' ')" "delete build/jars; the next command builds it again"
    if library_is_stale; then
        printf 'in build/jars, older than its sources; the next command builds it again'
    else
        printf 'in build/jars, up to date'
    fi
}

show_natives() {
    local cache
    cache=$(native_cache)
    # shellcheck disable=SC2012
    if ls "$cache"/pytorch/*/*torch_cpu* > /dev/null 2>&1; then
        printf 'PyTorch, unpacked in %s (%s)' "$cache" "$(du -sh "$cache" 2> /dev/null | cut -f 1)"
    elif ls "$jars"/pytorch-native-cpu-*.jar > /dev/null 2>&1; then
        printf 'PyTorch, in build/jars; the first notebook unpacks them into %s (about 430 MB)' "$cache"
    else
        fail "PyTorch's native libraries are not here yet." "any of ./pathline run, lab, test fetches them"
    fi
}

# show_engine: what the library says of PyTorch on this processor; nothing is built or unpacked for it.
show_engine() {
    find_jdk
    java_environment
    if [ ! -f "$jars/.built" ] || ! missing_jars > /dev/null; then
        printf 'not tried yet; the library is built first'
        return
    fi
    if ! ls "$DJL_CACHE_DIR"/pytorch/*/*torch_cpu* > /dev/null 2>&1; then
        printf 'not tried yet; the first notebook unpacks it'
        return
    fi
    local options=() option log=$build/log/engine.log
    while IFS= read -r option; do
        options+=("$option")
    done <<< "$(java_options)"
    mkdir -p "$build/log"
    if ! "$java" "${options[@]}" -cp "$jars/*" pathline.experiment.EngineReport > "$log" 2>&1; then
        fail "$(grep -v '^[[:space:]]*at ' "$log" | head -n 1)" "the whole output is in $log"
    fi
    printf '%s (ONEDNN_MAX_CPU_ISA is %s)' "$(tail -n 1 "$log")" "$ONEDNN_MAX_CPU_ISA"
}

show_fonts() {
    mkdir -p "$build/log"
    compile_helpers > /dev/null
    fonts_work || fail "Java finds no font." "$(remedy "sudo apt-get install fontconfig fonts-dejavu-core" "brew install fontconfig" \
        "conda install -c conda-forge fontconfig font-ttf-dejavu-sans-mono")"
    cat "$build/log/fonts.log"
}

show_memory() {
    local megabytes
    megabytes=$(memory_megabytes)
    [ "$megabytes" -ge 3000 ] || fail "$megabytes MB; the notebooks want 4 GB." "end other programs, or run one notebook at a time"
    printf '%s MB, of which a kernel takes up to %s for its heap' "$megabytes" "$(heap_megabytes)"
}

show_vector() {
    vector_module || fail "this JDK has no jdk.incubator.vector; everything works, the compiled kernels fall back to slower code." \
        "a full JDK has it: $(remedy "sudo apt-get install openjdk-17-jdk-headless" "brew install openjdk@17" "conda install openjdk")"
    printf 'jdk.incubator.vector'
}

show_place() {
    writable "$build" || fail "$root cannot be written." "move the project to a folder of your own"
    printf '%s' "$root"
}

command_doctor() {
    printf 'Pathline on %s %s\n' "$(uname -s)" "$(uname -m)"
    examine project show_place || true
    if examine JDK show_jdk; then
        find_jdk
        examine fonts show_fonts || true
        examine 'vector module' show_vector || true
    fi
    examine Maven show_maven || true
    examine memory show_memory || true
    examine Python show_python || true
    examine Jupyter show_jupyter || true
    examine kernel show_kernel || true
    examine library show_library || true
    examine natives show_natives || true
    examine engine show_engine || true
    if [ "$unwell" -gt 0 ]; then
        printf '%s to fix\n' "$unwell"
        exit 1
    fi
    printf 'all well\n'
}
