using Paddock.Providers.Bootstrap;

namespace Paddock.Providers.Process;

/// <summary>
/// The shell script that stands between Paddock and one runner, so that the runner needs no Paddock: it writes down who
/// it is, bounds the runner's life and its log, ends what the runner leaves behind, and writes down how it ended. It is
/// the leader of a session of its own (<c>setsid</c>), so neither a signal from a terminal nor Paddock's end reaches
/// it.
/// </summary>
internal static class KeeperScript
{
    public const string Name = "keeper.sh";

    /// <summary>
    /// How long a job may take to stop politely when the lifetime is over; a job's step gets ten by GitHub.
    /// </summary>
    private const int GraceSeconds = 30;

    /// <summary>For what takes a second or two; a registration that hangs must not outlive the machine.</summary>
    private const int RegisterSeconds = 120;

    /// <summary>The log and the one before it are twice this at most: enough for a tail of 64 KiB.</summary>
    private const int LogBytesMax = 128 * 1024;

    /// <summary>The exit code of timeout(1) when time was up.</summary>
    public const int TimeUp = 124;

    /// <summary>
    /// <para>The claim is made by link(2), which fails if there is one: of two keepers, or of a keeper and a deletion,
    /// one wins, whatever was killed in between. It holds the kernel's boot id and this process's stat line, whose
    /// start time tells it from a later process of the same number.</para>
    /// <para>The runner writes into a pipe that a loop in this script empties, and not into the file itself, because
    /// only so can the file be bounded while the runner runs. What a runner says is a few lines a job.</para>
    /// <para>The functions are one text that the shell has read to its end before it runs: a job that writes into
    /// this file changes nothing any more.</para>
    /// </summary>
    public static string Text { get; } =
        $$"""
        #!/bin/sh
        # Runs one runner and outlives Paddock. $1: for how many seconds at most.

        claim() {
            read -r stat < /proc/self/stat
            read -r boot < /proc/sys/kernel/random/boot_id
            printf '%s\n%s\n' "$boot" "$stat" > "claim.$$"
            ln "claim.$$" claim
            claimed=$?
            rm -f "claim.$$"
            return "$claimed"
        }

        log() {
            size=0
            while IFS= read -r line || [ -n "$line" ]; do
                printf '%s\n' "$line" >> log
                size=$((size + ${#line} + 1))
                if [ "$size" -gt {{LogBytesMax}} ]; then
                    mv -f log log.1
                    size=0
                fi
            done
        }

        # Everything of this session, and everything that carries this machine's mark in its environment.
        members() {
            for stat in /proc/[0-9]*/stat; do
                read -r line < "$stat" || continue
                set -- ${line##*) }
                if [ "$4" = "$$" ] && [ "$1" != Z ]; then
                    echo "${line%% *}"
                fi
            done
            grep -lszxF -e "{{RunnerEnvironment.Mark}}=${{RunnerEnvironment.Mark}}" /proc/[0-9]*/environ |
                while IFS=/ read -r _ _ pid _; do echo "$pid"; done
        }

        sweep() {
            round=0
            while [ "$round" -lt 50 ]; do
                killed=
                for pid in $(members); do
                    case $pid in
                        "$$" | "$logger") ;;
                        *) if kill -KILL "$pid"; then killed=yes; fi ;;
                    esac
                done
                if [ -z "$killed" ]; then
                    return
                fi
                round=$((round + 1))
                sleep 0.1
            done
        }

        {{RegistrationScript.Function}}

        start() {
            register timeout -k 1 {{RegisterSeconds}} && exec timeout -k {{GraceSeconds}} "$1" ./run.sh
        }

        main() {
            exec < /dev/null > /dev/null 2>&1
            claim || exit 1
            mkfifo console
            log < console &
            logger=$!
            cd runner || exit 1
            (start "$1") > ../console 2>&1
            code=$?
            cd ..
            sweep
            wait "$logger"
            rm -f console
            echo "$code" > exit.new
            mv -f exit.new exit
            exit 0
        }

        main "$@"

        """;
}
