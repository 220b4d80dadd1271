#!/usr/bin/env bash
# Runs the tests.
#
#   ./test.sh                 everything: installs what is missing (apt, as root), starts real servers, runs all tests, stops the servers
#   ./test.sh fast            no server: unit tests and the expression corpus, under a minute once built
#   ./test.sh … -- ARGUMENTS  passes ARGUMENTS to the test programs, for example: ./test.sh fast -- -class '*LexerTests'
#
# The last line is `N passed, N failed`, with `, N skipped` where tests were skipped; the exit code is 0 only if nothing failed.
set -uo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
cd "$root" || exit 3
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 TESTINGPLATFORM_TELEMETRY_OPTOUT=1

mode=full
[[ ${1:-} == fast ]] && { mode=fast; shift; }
if [[ ${1:-} == -- ]]; then shift; elif [[ $# -gt 0 ]]; then sed -n '2,8s/^# \{0,1\}//p' "$0" >&2; exit 2; fi
filter=("$@")

passed=0 failed=0 skipped=0 child=
work=$(mktemp -d "${TMPDIR:-/tmp}/sluice-tests.XXXXXX")
chmod 755 "$work"

stop_servers() {
    if [[ -d $work/pg ]]; then tests/servers/postgres stop "$work/pg"; fi
    if [[ -d $work/my ]]; then tests/servers/mariadb stop "$work/my"; fi
    return 0
}
finish() {
    local code=$?
    trap - EXIT INT TERM
    if [[ -n $child ]]; then kill -TERM -- "-$child" 2> /dev/null; wait "$child"; fi
    stop_servers
    rm -rf "$work"
    exit "$code"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

say() { printf '\n== %s\n' "$*"; }

# A step that stops everything: nothing after it could run.
give_up() {
    printf 'test.sh: %s\n' "$*" >&2
    failed=$((failed + 1))
    close
}

close() {
    local line="$passed passed, $failed failed"
    if [[ $skipped -gt 0 ]]; then line+=", $skipped skipped"; fi
    stop_servers
    printf '\n%s\n' "$line"
    [[ $failed -eq 0 ]]
    exit
}

require_sdk() {
    if ! command -v dotnet > /dev/null && [[ -x $HOME/.dotnet/dotnet ]]; then PATH=$HOME/.dotnet:$PATH; fi
    if ! command -v dotnet > /dev/null || ! dotnet --list-sdks | grep -Eq '^(1[0-9]|[2-9][0-9])\.'; then
        ./sluice # has the words for it
        exit 3
    fi
}

build() {
    say "build ($1)"
    # To a file: the compiler server outlives the build and would hold a caller's pipe open.
    if ! dotnet build "$1" -c Release -v minimal > "$work/build.log" 2>&1 < /dev/null; then
        grep -E 'error|warning' "$work/build.log" | sort -u | head -50
        give_up 'the build failed'
    fi
}

# Runs a program for at most that many seconds, in a process group of its own so that Ctrl-C here can end all it started.
run_limited() {
    local seconds=$1 code
    shift
    set -m
    timeout -k 10 "$seconds" "$@" < /dev/null &
    child=$!
    set +m
    wait "$child"
    code=$?
    child=
    if [[ $code -eq 124 || $code -eq 137 ]]; then printf 'test.sh: %s was stopped after %s s\n' "${1##*/}" "$seconds" >&2; fi
    return "$code"
}

# Adds the numbers of one xunit report. A program that died before its report counts as one failure.
count_report() {
    local name=$1 code=$2 report=$3 numbers
    numbers=
    if [[ -s $report ]]; then
        numbers=$(tr '>' '\n' < "$report" | awk '
            /<assembly / {
                seen = 1
                for (i = 1; i <= NF; i++) {
                    if (match($i, /^(passed|failed|skipped|errors)="[0-9]+"/)) {
                        split($i, part, "\""); sub(/=$/, "", part[1]); sum[part[1]] += part[2]
                    }
                }
            }
            END { if (seen) print sum["passed"] + 0, sum["failed"] + sum["errors"], sum["skipped"] + 0 }')
    fi
    if [[ -z $numbers ]]; then
        printf 'test.sh: %s ended with code %s and left no report\n' "$name" "$code" >&2
        failed=$((failed + 1))
        return
    fi
    read -r p f s <<< "$numbers"
    if [[ $code -ne 0 && $f -eq 0 ]]; then
        printf 'test.sh: %s ended with code %s although no test failed\n' "$name" "$code" >&2
        f=1
    fi
    printf '%s: %s passed, %s failed, %s skipped\n' "$name" "$p" "$f" "$s"
    passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
}

run_tests() {
    local name=$1 seconds=$2 code
    local report=$work/$name.xml
    say "$name"
    run_limited "$seconds" "tests/$name/bin/Release/net10.0/$name" \
        -noLogo -noColor -result-xml "$report" ${filter[@]+"${filter[@]}"}
    code=$?
    count_report "$name" "$code" "$report"
}

# The expression corpus: a folder of cases with the types and values a real Flink gave.
run_corpus() {
    local folder=${SLUICE_CONFORMANCE:-$root/../shared/conformance} line code
    say 'Sluice.Corpus'
    if [[ ! -d $folder ]]; then
        echo "skipped: no corpus at $folder (set SLUICE_CONFORMANCE to its folder)"
        if [[ ,${SLUICE_REQUIRE_SERVICES:-}, == *,conformance,* ]]; then failed=$((failed + 1)); else skipped=$((skipped + 1)); fi
        return
    fi
    run_limited 300 tests/Sluice.Corpus/bin/Release/net10.0/Sluice.Corpus "$folder" > "$work/corpus.txt"
    code=$?
    line=$(grep -E '^[0-9]+ passed, [0-9]+ failed' "$work/corpus.txt" | tail -1)
    if [[ -z $line ]]; then
        tail -5 "$work/corpus.txt"
        printf 'test.sh: Sluice.Corpus ended with code %s and no closing line\n' "$code" >&2
        failed=$((failed + 1))
        return
    fi
    local p f
    p=${line%% *} f=$(sed -E 's/.* ([0-9]+) failed.*/\1/' <<< "$line")
    if [[ $f -gt 0 ]]; then grep '^{' "$work/corpus.txt" | grep -v '"deviation":"D' | head -20; fi
    if [[ $code -ne 0 && $f -eq 0 ]]; then f=1; fi
    printf 'Sluice.Corpus: %s\n' "$line"
    passed=$((passed + p)) failed=$((failed + f))
}

require_sdk
if [[ $mode == fast ]]; then
    build tests/Sluice.UnitTests/Sluice.UnitTests.csproj
    build tests/Sluice.Corpus/Sluice.Corpus.csproj
    run_tests Sluice.UnitTests 300
    if [[ ${#filter[@]} -eq 0 ]]; then run_corpus; fi
    close
fi

say 'servers'
tests/servers/postgres install || give_up 'PostgreSQL could not be installed'
tests/servers/mariadb install || give_up 'MariaDB could not be installed'
build Sluice.slnx
SLUICE_BIN=$(SLUICE_BUILD_ONLY=1 ./sluice) || give_up './sluice could not be built'
export SLUICE_BIN
say 'build (the program with places to die at)'
# In a folder of its own: the two builds differ in what they compile.
if ! dotnet build src/Sluice.Cli -c Release -v minimal -p:FaultPoints=true --artifacts-path "$work/faults" > "$work/build.log" 2>&1 < /dev/null; then
    grep -E 'error' "$work/build.log" | sort -u | head -20
    give_up 'the build with fault points failed'
fi
SLUICE_FAULT_BIN=$(find "$work/faults/bin/Sluice.Cli" -type f -name sluice | head -1)
export SLUICE_FAULT_BIN
# What this script starts itself must not be missing: a test skipped for it is a failure.
export SLUICE_REQUIRE_SERVICES=${SLUICE_REQUIRE_SERVICES:+$SLUICE_REQUIRE_SERVICES,}postgres,mariadb
variables=$(tests/servers/postgres start "$work/pg") || give_up 'PostgreSQL did not start'
eval "$variables"
variables=$(tests/servers/mariadb start "$work/my") || give_up 'MariaDB did not start'
eval "$variables"
echo "MariaDB $(mariadbd --version | sed -E 's/.*Ver ([^ ]+).*/\1/') on port $SLUICE_TEST_MARIADB_PORT"
echo "PostgreSQL $("$SLUICE_TEST_POSTGRES_BIN/postgres" --version | cut -d" " -f3) on port $SLUICE_TEST_POSTGRES_PORT"

for project in tests/Sluice.*Tests; do
    run_tests "${project#tests/}" 1200
done
if [[ ${#filter[@]} -eq 0 ]]; then run_corpus; fi
close
