using Paddock.Ports.Forge;

namespace Paddock.Providers.Bootstrap;

/// <summary>
/// The part of a start script that turns a <see cref="RegistrationTicket"/> into a registration; one text for every
/// kind of machine. To be read by a POSIX shell.
/// </summary>
internal static class RegistrationScript
{
    /// <summary>
    /// <para><c>register</c>, called in the runner's root with the words that make a command the runner user's (none
    /// where the shell is that user already). It does nothing, and well, where there is no such ticket.</para>
    /// <para>The values go to <c>config.sh</c> by its environment, which nobody but its user can read, and which ends
    /// with it: no command line, and no job, ever has the token. The file is gone before the runner exists.</para>
    /// </summary>
    public const string Function =
        $$"""
        register() {
            if ! [ -f {{RegistrationTicket.FileName}} ]; then
                return 0
            fi
            while IFS= read -r line; do
                case ${line%%=*} in
                    URL | NAME | LABELS | TOKEN | RUNNERGROUP) export "ACTIONS_RUNNER_INPUT_$line" ;;
                esac
            done < {{RegistrationTicket.FileName}}
            if ! rm {{RegistrationTicket.FileName}}; then
                echo "Paddock: the registration token cannot be removed, so no job may run here." >&2
                return 125
            fi
            "$@" ./config.sh --unattended --ephemeral --disableupdate --no-default-labels < /dev/null
            registered=$?
            unset ACTIONS_RUNNER_INPUT_URL ACTIONS_RUNNER_INPUT_NAME ACTIONS_RUNNER_INPUT_LABELS \
                ACTIONS_RUNNER_INPUT_TOKEN ACTIONS_RUNNER_INPUT_RUNNERGROUP line
            return "$registered"
        }
        """;
}
