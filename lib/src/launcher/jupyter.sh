# The Jupyter side of the launcher: a Python that can run notebooks, and the kernel they run on.
# Variables without an assignment here are set by the launcher or by its other parts.
# shellcheck shell=bash disable=SC2034,SC2154

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
    # A kernel from the environment comes first; jjava is the one that pip knows.
    active_kernel > /dev/null || pip_install jjava || true
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
    local options found
    options=$(java_options)
    java_environment
    found=${PATHLINE_KERNEL-}
    [ -n "$found" ] || found=$(active_kernel) || found=
    [ -n "$found" ] || { fetch_rapaio && found=$build/kernel; }
    mkdir -p "$build/jupyter/kernels/java"
    kernel_name=$("$python" -B "$launcher/kernelspec.py" wrap "$found" \
        "$build/jupyter/kernels/java" "$java" "$jars" "$options") || fail "the kernel in $found cannot be used."
    step "kernel: $kernel_name"
    private_jupyter
}

fetch_rapaio() {
    local folder=$build/kernel
    if [ ! -f "$folder/$rapaio.jar" ]; then
        step "kernel: fetching $rapaio from Maven Central"
        fetch "$rapaio_artifact" "$folder" > "$build/log/kernel.log" 2>&1 || maven_failed "the Java kernel" "$build/log/kernel.log"
    fi
    if newer_than "$folder/kernel.json" "$launcher/rapaio" "$folder/$rapaio.jar"; then
        "$javac" --release 17 -nowarn -cp "$folder/$rapaio.jar" -d "$folder/classes" "$launcher"/rapaio/*.java ||
            fail "the start-up classes of the kernel did not compile."
        cp "$launcher/rapaio/init.jsh" "$folder/init.jsh"
        "$python" -B "$launcher/kernelspec.py" rapaio "$folder" "$rapaio.jar" > "$folder/kernel.json"
    fi
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
