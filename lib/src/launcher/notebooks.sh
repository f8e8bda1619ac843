# The commands: run, lab, new, test, kernel.
# Variables without an assignment here are set by the launcher or by its other parts.
# shellcheck shell=bash disable=SC2034,SC2154

check_budget() {
    case ${PATHLINE_BUDGET-LECTURE} in
        LECTURE | SMOKE) ;;
        *) fail "PATHLINE_BUDGET is '$PATHLINE_BUDGET'; it must be SMOKE or LECTURE." ;;
    esac
}

# choose_notebooks NAME...: sets notebooks to the files meant, each once, all of them when nothing is named. A name is a
# file, a notebook's whole name, or what stands before its first '-'.
choose_notebooks() {
    notebooks=()
    local name file found
    for name in "$@"; do
        [ -n "$name" ] || fail "a notebook's name is empty; there are:$(notebook_names)."
        found=
        for file in "$here/${name%.ipynb}.ipynb" "$root/notebooks/${name%.ipynb}.ipynb" "$root/notebooks/$name"-*.ipynb; do
            case $name in
                *.ipynb | */*) ;;
                *) [ "$file" != "$here/$name.ipynb" ] || continue ;;
            esac
            if [ -f "$file" ] && { [ -z "$found" ] || [ "$found" = many ]; }; then
                add_notebook "$file"
                # A whole name means one notebook, a beginning all that have it.
                case $file in *"/${name##*/}" | *"/${name##*/}.ipynb") found=one ;; *) found=many ;; esac
            fi
        done
        [ -n "$found" ] || fail "no notebook is named '$name'; there are:$(notebook_names)."
    done
    if [ $# -eq 0 ]; then
        for file in "$root"/notebooks/*.ipynb; do
            [ ! -f "$file" ] || notebooks+=("$file")
        done
    fi
}

# add_notebook FILE: to the list, unless it is there.
add_notebook() {
    local file
    file=$(cd "$(dirname "$1")" && pwd -P)/$(basename "$1")
    local other
    for other in ${notebooks[@]+"${notebooks[@]}"}; do
        [ "$other" != "$file" ] || return 0
    done
    notebooks+=("$file")
}

notebook_names() {
    local file
    for file in "$root"/notebooks/*.ipynb; do
        [ ! -f "$file" ] || printf ' %s' "$(basename "$file" .ipynb)"
    done
}

set_up() {
    in_turn set-up set_up_all
}

set_up_all() {
    mkdir -p "$build/log"
    find_jdk
    build_library
    compile_helpers
    check_fonts
    set_up_jupyter
    set_up_kernel
}

# pages: the folder of the executed notebooks; those of a small budget never take the place of a lecture's.
pages() {
    case ${PATHLINE_BUDGET-LECTURE} in
        LECTURE) printf '%s' "$build/notebooks" ;;
        *) printf '%s' "$build/smoke" ;;
    esac
}

# run_notebooks MODE FOLDER: the chosen notebooks on the private kernel, their pages into the folder.
run_notebooks() {
    step "running ${#notebooks[@]} notebook(s), budget ${PATHLINE_BUDGET-LECTURE}"
    # Ctrl-C reaches the notebooks' own process too, which ends its kernel and says so.
    "$python" -B "$launcher/run_notebooks.py" "$root" "$build" "$2" "$java" "$build/mathjax/$mathjax.jar" "$1" "${notebooks[@]}"
}

command_run() {
    local mode=run
    if [ "${1-}" = --save ]; then
        mode=save
        shift
        [ "${PATHLINE_BUDGET-LECTURE}" = LECTURE ] || fail "run --save keeps the outputs of a LECTURE run; unset PATHLINE_BUDGET first."
    fi
    case ${1-} in
        -*) fail "run knows no option '$1'." "./pathline --help lists what it knows." ;;
    esac
    check_budget
    choose_notebooks "$@"
    set_up
    fetch_mathjax
    if [ ${#notebooks[@]} -eq 0 ]; then
        step "notebooks/ holds no notebook yet; ./pathline new NAME makes one"
        return
    fi
    run_notebooks "$mode" "$(pages)"
}

# verify LOG GOAL...: Maven's own run of the tests, all of it in the log, and what a reader wants of it on the screen.
verify() {
    local log=$1
    shift
    maven -f "$root/pom.xml" "$@" 2>&1 < /dev/null | tee "$log" |
        grep --line-buffered -E 'Tests run:|^\[ERROR\] +[^ ]|^\[WARNING\]|BUILD' |
        grep --line-buffered -v -E 'Help 1|switch|articles:|resume the build|mvn <args>|dump files' || true
}

command_test() {
    local log=$build/log/test.log
    choose_notebooks "$@"
    set_up
    set_up_others
    # The benchmark has tests too; they need JMH, which ./pathline bench fetches and nothing else does.
    local goals=(verify)
    [ ! -f "$bench_jars/.built" ] || goals+=(-P bench)
    step "tests: mvn verify (whole output in build/log/test.log)"
    java_environment
    in_turn maven verify "$log" "${goals[@]}"
    grep -q 'BUILD SUCCESS' "$log" || fail "the tests of the library failed; the whole output is in $log"
    export PATHLINE_BUDGET=SMOKE
    fetch_mathjax
    if [ $# -eq 0 ]; then
        # What ./pathline new hands out has to run, too.
        mkdir -p "$build/template"
        sed 's/@NAME@/a-new-experiment/g' "$launcher/new.ipynb" > "$build/template/a-new-experiment.ipynb"
        notebooks+=("$build/template/a-new-experiment.ipynb")
    fi
    run_notebooks run "$(pages)"
    compare_kernels
    step "all passed"
}

# set_up_others: wraps every other kernel that can be had, each in a Jupyter folder of its own below build/others.
set_up_others() {
    local folder number=0
    other_kernels
    rm -rf "$build/others"
    for folder in ${others[@]+"${others[@]}"}; do
        number=$((number + 1))
        wrap_kernel "$folder" "$build/others/$number/kernels/java"
        step "kernel to compare with: $wrapped_name"
    done
}

# compare_kernels: what has run on the private kernel runs on the others as well, a few notebooks of it, and must show the same.
compare_kernels() {
    local folder all=("${notebooks[@]}") file
    notebooks=()
    for file in "${all[@]}"; do
        case $file in */01-* | */04-* | */a-new-experiment.ipynb) notebooks+=("$file") ;; esac
    done
    [ ${#notebooks[@]} -gt 0 ] || return 0
    for folder in "$build"/others/*/; do
        [ -f "$folder/kernels/java/kernel.json" ] || continue
        folder=${folder%/}
        step "kernel: $("$python" -B "$launcher/kernelspec.py" name "$folder/kernels/java")"
        (
            export JUPYTER_PATH=$folder
            run_notebooks run "$folder/pages"
        )
        "$python" -B "$launcher/compare.py" "$build/jupyter/kernels/java" "$(pages)" "$folder/kernels/java" "$folder/pages"
    done
}

# replace_headless: where Jupyter came without its Lab, pip may find it by now.
replace_headless() {
    if [ "$python_origin" = "the system's packages" ] && find_python && make_venv && has_lab "$venv/bin/python"; then
        python=$venv/bin/python
        set_up_kernel
        return
    fi
    [ "$python_origin" = build/venv ] || rm -rf "$venv"
    fail "JupyterLab is missing: only Jupyter's headless tools are here ($python)." \
        "Connect to the network and run ./pathline lab again: pip then installs it in build/venv." \
        "Or, with conda: conda env create -f environment.yml && conda activate pathline"
}

# style_lab: a figure has two pixels for each point; a saved one knows its size, one that was just drawn does not.
style_lab() {
    mkdir -p "$JUPYTER_CONFIG_DIR/custom"
    printf '%s\n' '.jp-RenderedImage img[src^="data:image/png"]:not([width]) { zoom: 0.5; max-width: 200%; }' \
        > "$JUPYTER_CONFIG_DIR/custom/custom.css"
}

command_lab() {
    set_up
    has_lab "$python" || replace_headless
    mkdir -p "$root/notebooks"
    step "JupyterLab on notebooks/ (Ctrl-C twice ends it)"
    # In a container one is root as a rule, which Jupyter takes only when told so.
    if [ "$(id -u)" = 0 ]; then
        set -- --allow-root "$@"
    fi
    style_lab
    exec "$python" -m jupyterlab --notebook-dir="$root/notebooks" --MultiKernelManager.default_kernel_name=java \
        --LabApp.news_url= --LabApp.custom_css=True "$@"
}

command_new() {
    [ $# -eq 1 ] || fail "new takes one name: ./pathline new my-experiment"
    local name=${1%.ipynb} file
    case $name in
        '' | -* | _* | .* | *[!A-Za-z0-9._-]*)
            fail "'$1' cannot be a notebook's name: letters, digits, '-', '_' and '.' only, and a letter or digit first." ;;
    esac
    file=$root/notebooks/$name.ipynb
    [ ! -e "$file" ] || fail "notebooks/$name.ipynb exists already; choose another name."
    mkdir -p "$root/notebooks"
    if ! sed "s/@NAME@/$name/g" "$launcher/new.ipynb" > "$file"; then
        rm -f "$file"
        fail "notebooks/$name.ipynb could not be written." "Is the disk full, or notebooks/ not yours?"
    fi
    step "made notebooks/$name.ipynb"
    printf '%s\n' "  open it:      ./pathline lab, then double-click $name.ipynb" \
        "  run it whole: ./pathline run $name"
}

command_kernel() {
    set_up_for_user() {
        # Installed for the user's own Jupyter, so the folders of the launcher's private one are forgotten first.
        unset JUPYTER_PATH JUPYTER_DATA_DIR JUPYTER_CONFIG_DIR JUPYTER_RUNTIME_DIR JUPYTER_PLATFORM_DIRS IPYTHONDIR
        "$python" -B "$launcher/kernelspec.py" install "$build/jupyter/kernels/java"
    }
    set_up
    local target
    target=$(set_up_for_user) || fail "the kernelspec could not be written into your Jupyter folder."
    step "kernel: installed in $target"
    printf '%s\n' "  VS Code: open a notebook of $root/notebooks, 'Select Kernel', 'Jupyter Kernel', 'Java'" \
        "  It points into $build: run ./pathline kernel again after moving the project."
}
