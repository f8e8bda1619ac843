# The command pdf: a lesson's page on paper, through the browser of the machine.
# Variables without an assignment here are set by the launcher or by its other parts.
# shellcheck shell=bash disable=SC2034,SC2154

# find_browser: sets browser to a Chromium or Chrome.
find_browser() {
    local name
    for name in chromium chromium-browser google-chrome google-chrome-stable chrome microsoft-edge; do
        if command -v "$name" > /dev/null 2>&1; then
            browser=$(command -v "$name")
            return
        fi
    done
    for name in "Google Chrome" Chromium "Microsoft Edge"; do
        for browser in "/Applications/$name.app/Contents/MacOS/$name" "${HOME-}/Applications/$name.app/Contents/MacOS/$name"; do
            [ ! -x "$browser" ] || return 0
        done
    done
    fail "no Chromium or Chrome was found, which prints the pages." \
        "$(remedy "sudo apt-get install chromium" "brew install --cask google-chrome" "install Chromium or Chrome for your system")" \
        "Or open the page in build/notebooks with any browser and print it from there: it has a style for paper."
}

# print_page PAGE PDF: formulas are set by a script, for which the browser is given a minute of the page's own time.
print_page() {
    local options=(--headless --disable-gpu --no-first-run --no-pdf-header-footer --virtual-time-budget=60000
        "--user-data-dir=$build/pdf/.browser" "--print-to-pdf=$2")
    # In a container one is root as a rule, and there the browser has no sandbox.
    [ "$(id -u)" != 0 ] || options+=(--no-sandbox)
    rm -f "$2"
    watched "printing" "$build/log/pdf.log" "$browser" "${options[@]}" "file://$(printf '%s' "$1" | sed 's/%/%25/g; s/ /%20/g')" || true
    rm -rf "$build/pdf/.browser"
    [ -s "$2" ] || fail "$browser did not print $1; what it said is in $build/log/pdf.log"
}

command_pdf() {
    case ${1-} in
        -*) fail "pdf knows no option '$1'." "./pathline --help lists what it knows." ;;
    esac
    check_budget
    choose_notebooks "$@"
    find_browser
    local file name folder missing=() all=(${notebooks[@]+"${notebooks[@]}"})
    folder=$(pages)
    for file in ${all[@]+"${all[@]}"}; do
        name=$(basename "$file" .ipynb)
        # A page that is missing, or older than its notebook, is made first.
        if [ ! -f "$folder/$name.html" ] || [ "$file" -nt "$folder/$name.html" ]; then
            missing+=("$file")
        fi
    done
    if [ ${#missing[@]} -gt 0 ]; then
        notebooks=("${missing[@]}")
        set_up
        fetch_mathjax
        run_notebooks run "$folder"
    fi
    mkdir -p "$build/pdf" "$build/log"
    for file in ${all[@]+"${all[@]}"}; do
        name=$(basename "$file" .ipynb)
        print_page "$folder/$name.html" "$build/pdf/$name.pdf"
        step "printed build/pdf/$name.pdf"
    done
}
