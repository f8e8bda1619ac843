# The Java side of the launcher: JDK, Maven, the built library, helper classes.
# Variables without an assignment here are set by the launcher or by its other parts.
# shellcheck shell=bash disable=SC2034,SC2154

dependency_plugin=org.apache.maven.plugins:maven-dependency-plugin:3.9.0

# java_major HOME: the number of the Java in that folder, read from its own file where it has one (no JVM is started).
java_major() {
    if [ -f "$1/release" ]; then
        sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
    else
        "$1/bin/java" -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p' | head -n 1
    fi
}

# find_jdk: sets java_home, java, javac and java_version (JAVA_HOME first, then the PATH, then macOS's own list).
find_jdk() {
    [ -z "${java-}" ] || return 0
    local found=
    if [ -n "${JAVA_HOME-}" ] && [ -x "$JAVA_HOME/bin/java" ]; then
        found=$JAVA_HOME
    elif [ -x /usr/libexec/java_home ] && found=$(/usr/libexec/java_home -v 17+ 2> /dev/null); then
        :
    elif command -v java > /dev/null 2>&1; then
        found=$(java -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java\.home = //p')
    fi
    local cure
    cure=$(remedy "sudo apt-get install openjdk-17-jdk-headless" "brew install openjdk@17" \
        "conda env create -f environment.yml && conda activate pathline")
    [ -n "$found" ] || fail "no JDK was found (neither JAVA_HOME nor a java on the PATH); Pathline needs JDK 17 or newer." "$cure"
    java_version=$(java_major "$found")
    [ "${java_version:-0}" -ge 17 ] || fail "the Java in $found is version ${java_version:-unknown}; Pathline needs JDK 17 or newer." "$cure"
    [ -x "$found/bin/javac" ] || fail "the Java in $found has no compiler (a JRE); Pathline needs a JDK, 17 or newer." "$cure"
    java_home=$found
    java=$found/bin/java
    javac=$found/bin/javac
    export JAVA_HOME=$found
}

# user_home: the home folder as Java sees it, which is the user database's and not the variable HOME.
user_home() {
    local name
    if name=$(id -un 2> /dev/null); then
        case $name in
            *[!A-Za-z0-9._-]*) printf '%s' "$HOME" ;;
            *) eval "printf '%s' ~$name" ;;
        esac
    else
        printf '%s' "${HOME-/}"
    fi
}

find_maven() {
    [ -z "${mvn-}" ] || return 0
    mvn=$(command -v mvn 2> /dev/null) || fail "Maven (mvn) is not on the PATH; Pathline is built with it." \
        "$(remedy "sudo apt-get install maven" "brew install maven" \
            "conda env create -f environment.yml && conda activate pathline")"
    maven_options=(-B -ntp)
    local home
    home=$(user_home)
    case "${MAVEN_OPTS-} ${MAVEN_ARGS-}" in
        *maven.repo.local*) ;;
        *)
            if ! writable "$home/.m2/repository"; then
                maven_options+=("-Dmaven.repo.local=$build/m2" "-Dmaven.repo.local.tail=$home/.m2/repository")
            fi
            ;;
    esac
}

maven() {
    "$mvn" "${maven_options[@]}" "$@"
}

# maven_failed WHAT LOG: says why Maven failed: no network, or its own error lines.
maven_failed() {
    if grep -q -E 'Unknown host|Could not transfer|Connection refused|Connection timed out|Network is unreachable|in offline mode|Temporary failure in name' "$2"; then
        fail "Maven could not download what $1 needs: connect to the network once (afterwards everything works offline)." \
            "its words: $(grep -m 1 -E 'Unknown host|Could not transfer|Connection|Network|offline mode|Temporary failure' "$2" | cut -c 1-300)" \
            "all of it: $2"
    fi
    grep -E '^\[ERROR\]' "$2" | grep -v -E 'Help 1|re-run Maven|Re-run Maven|^\[ERROR\] *$|To see the full stack' | head -n 20 >&2
    fail "$1 failed; Maven's whole output is in $2"
}

# native_cache: where DJL unpacks PyTorch's native libraries.
native_cache() {
    if [ -n "${DJL_CACHE_DIR-}" ]; then
        printf '%s' "$DJL_CACHE_DIR"
    else
        local home
        home=$(user_home)
        if writable "$home/.djl.ai"; then
            printf '%s' "$home/.djl.ai"
        else
            printf '%s' "$build/djl"
        fi
    fi
}

newer_than() {
    local stamp=$1
    shift
    [ ! -f "$stamp" ] || [ -n "$(find "$@" -newer "$stamp" -print 2> /dev/null | head -n 1)" ]
}

library_is_stale() {
    newer_than "$jars/.built" "$root/pom.xml" "$root/lib/pom.xml" "$root/lib/src/main" || ! missing_jars > /dev/null
}

# build_library: the library's jar and its dependencies in build/jars, which is the class path of everything that runs.
build_library() {
    find_jdk
    find_maven
    in_turn_if library_is_stale maven make_library
    step "library: up to date"
}

make_library() {
    step "library: building with Maven on JDK $java_version (the first time it downloads its dependencies)"
    local fresh=$build/jars.new log=$build/log/build.log
    rm -rf "$fresh"
    mkdir -p "$fresh"
    touch "$fresh/.built"
    watched "building" "$log" maven -q -f "$root/pom.xml" -pl lib package "$dependency_plugin:copy-dependencies" \
        -DskipTests -DincludeScope=runtime "-DoutputDirectory=$fresh" || maven_failed "the library" "$log"
    cp "$root"/lib/target/pathline-lib-*.jar "$fresh/" || fail "Maven built no jar in lib/target."
    (cd "$fresh" && ls ./*.jar) > "$fresh/.built"
    rm -rf "$jars"
    mv "$fresh" "$jars"
}

# missing_jars: prints those jars of the build that are no longer there; fails if there are any.
missing_jars() {
    local jar missing=0
    while IFS= read -r jar; do
        if [ ! -f "$jars/$jar" ]; then
            printf '%s\n' "${jar#./}"
            missing=1
        fi
    done < "$jars/.built"
    return $missing
}

# fetch GROUP:NAME:VERSION FOLDER: one jar of Maven Central, without what it depends on.
fetch() {
    find_jdk
    find_maven
    mkdir -p "$2"
    # Inside the project's root Maven would read the project's pom; in the jar's own folder there is none.
    (cd "$2" && maven -q -U "$dependency_plugin:copy" "-Dartifact=$1" "-DoutputDirectory=$2")
}

# compile_helpers: the launcher's own Java helpers (figures of a saved notebook, the check of the fonts).
compile_helpers() {
    find_jdk
    newer_than "$helpers/.built" "$launcher/java" || return 0
    step "launcher: compiling its helpers"
    mkdir -p "$helpers"
    "$javac" --release 17 -nowarn -d "$helpers" "$launcher"/java/*.java || fail "the launcher's own helpers did not compile."
    touch "$helpers/.built"
}

# check_fonts: Java cannot draw a letter without a font and the library that finds it.
check_fonts() {
    [ ! -f "$helpers/.fonts" ] || return 0
    compile_helpers
    if ! fonts_work; then
        if may_install && install_packages fontconfig fonts-dejavu-core && fonts_work; then
            :
        else
            fail "Java finds no font, so no figure can be drawn." \
                "$(remedy "sudo apt-get install fontconfig fonts-dejavu-core" "brew install fontconfig" \
                    "conda install -c conda-forge fontconfig font-ttf-dejavu-sans-mono")"
        fi
    fi
    touch "$helpers/.fonts"
}

fonts_work() {
    "$java" -Djava.awt.headless=true -cp "$helpers" FontCheck > "$build/log/fonts.log" 2>&1
}

# java_environment: exports what every JVM of the project finds in its environment; what the user has set stays.
java_environment() {
    DJL_CACHE_DIR=$(native_cache)
    # DJL would otherwise report its use over the network.
    OPT_OUT_TRACKING=true
    # The C library of Linux would give the memory of every large tensor back to the system and fetch it anew for the
    # next: array operations on thousands of points would take up to seven times as long.
    MALLOC_MMAP_THRESHOLD_=${MALLOC_MMAP_THRESHOLD_:-33554432}
    MALLOC_TRIM_THRESHOLD_=${MALLOC_TRIM_THRESHOLD_:-536870912}
    # With AVX-512 PyTorch computes some convolutions wrongly (EngineCheck).
    ONEDNN_MAX_CPU_ISA=${ONEDNN_MAX_CPU_ISA:-AVX2}
    export DJL_CACHE_DIR OPT_OUT_TRACKING MALLOC_MMAP_THRESHOLD_ MALLOC_TRIM_THRESHOLD_ ONEDNN_MAX_CPU_ISA
}

# java_options: what every JVM of the project gets, one option a line. A small young generation is used over and over
# while it is in the caches; a large one is memory touched for the first time, which takes seconds on virtual machines.
java_options() {
    printf '%s\n' "-Xmx$(heap_megabytes)m" -Xms256m -Xmn64m -XX:+UseSerialGC -Djava.awt.headless=true -Dfile.encoding=UTF-8
    if vector_module; then
        printf '%s\n' --add-modules=jdk.incubator.vector
    fi
    if [ "$java_version" -ge 22 ]; then
        printf '%s\n' --enable-native-access=ALL-UNNAMED
    fi
    # From here on the JDK would print a warning into the first cell that touches a native tensor.
    if [ "$java_version" -ge 24 ]; then
        printf '%s\n' --sun-misc-unsafe-memory-access=allow
    fi
}

vector_module() {
    grep -q '^MODULES=.*jdk\.incubator\.vector' "$java_home/release" 2> /dev/null ||
        "$java" --list-modules 2> /dev/null | grep -q '^jdk\.incubator\.vector'
}

memory_megabytes() {
    if [ -r /proc/meminfo ]; then
        awk '/^MemTotal:/ {printf "%d", $2 / 1024}' /proc/meminfo
    else
        printf '%s' $(($(sysctl -n hw.memsize 2> /dev/null || echo 8589934592) / 1048576))
    fi
}

# heap_megabytes: half of the memory and at most 4 GB, since the tensors live outside of Java's heap.
heap_megabytes() {
    local half=$(($(memory_megabytes) / 2))
    printf '%s' $((half > 4096 ? 4096 : half < 512 ? 512 : half))
}
