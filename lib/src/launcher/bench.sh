# The command bench: builds the benchmark, which is no part of the library, beside the library, and runs it.
# Variables without an assignment here are set by the launcher or by its other parts.
# shellcheck shell=bash disable=SC2034,SC2154

bench_jars=$build/bench/jars

bench_is_stale() {
    newer_than "$bench_jars/.built" "$jars/.built" "$root/lib/src/bench/pom.xml" "$root/lib/src/bench/java"
}

# build_bench: the benchmark's jar and JMH's in build/bench/jars, apart from the library's class path.
build_bench() {
    build_library
    in_turn_if bench_is_stale maven make_bench
    step "benchmark: up to date"
}

make_bench() {
    step "benchmark: building with Maven (the first time it downloads JMH)"
    local fresh=$build/bench/jars.new log=$build/log/bench.log
    rm -rf "$fresh"
    mkdir -p "$fresh"
    touch "$fresh/.built"
    watched "building" "$log" maven -q -f "$root/pom.xml" -P bench -pl :pathline-bench -am package \
        "$dependency_plugin:copy-dependencies" -DskipTests -DincludeScope=runtime \
        -DincludeArtifactIds=jmh-core,jopt-simple,commons-math3 "-DoutputDirectory=$fresh" ||
        maven_failed "the benchmark" "$log"
    cp "$root"/lib/src/bench/target/pathline-bench-*.jar "$fresh/" || fail "Maven built no jar in lib/src/bench/target."
    rm -rf "$bench_jars"
    mv "$fresh" "$bench_jars"
}

command_bench() {
    build_bench
    start_java "$bench_jars/*:$jars/*" pathline.bench.Bench "$@"
}
