using System.Text;
using Paddock.Core.Model;
using Paddock.Ports.Providers;
using Paddock.Providers.Docker;

namespace Paddock.RealTests.Docker;

/// <summary>What runs in a container, as what, and how it ends.</summary>
public sealed class DockerRunTests(DockerHost host) : DockerTest(host)
{
    [Fact]
    public async Task A_runner_runs_as_the_image_s_user_and_can_gain_no_rights()
    {
        var (machine, diagnosis) = await RunAsync(
            Spec(),
            """
            echo "user $(id -un) $(id -u) home $HOME in $PWD, $MARK"
            grep -E 'NoNewPrivs|CapEff' /proc/self/status | tr -s '\t' ' '
            stat -c '%a %U' .runner
            kill -STOP 1 2> /dev/null || echo "cannot stop the first process"
            """);
        machine.Phase.ShouldBe(MachinePhase.Finished, diagnosis.LogTail);
        diagnosis.LogTail.ShouldBe(
            """
            user runner 1234 home /home/runner in /actions-runner, of-the-image
            CapEff: 0000000000000000
            NoNewPrivs: 1
            600 runner
            cannot stop the first process

            """);
    }

    [Fact]
    public async Task The_size_is_the_container_s_limit()
    {
        var spec = Spec();
        (await EnsureAsync(spec, "sleep 60")).ShouldBeOfType<EnsureReply.Done>();
        var limits = await Host.DockerAsync(
            "inspect", "--format",
            "{{.HostConfig.Memory}} {{.HostConfig.MemorySwap}} {{.HostConfig.NanoCpus}} {{.HostConfig.PidsLimit}}",
            spec.Name.Value);
        limits.ShouldBe($"{200 * 1024 * 1024} {200 * 1024 * 1024} 250000000 4096");
    }

    [Fact]
    public async Task An_exit_code_is_told()
    {
        var (machine, diagnosis) = await RunAsync(Spec(), "exit 3");
        machine.ShouldBe(machine with { Phase = MachinePhase.Failed, ExitCode = 3 });
        diagnosis.ExitCode.ShouldBe(3);
    }

    [Fact]
    public async Task Running_out_of_memory_is_told_as_that()
    {
        var (machine, diagnosis) = await RunAsync(Spec(), "head -c 800M /dev/zero | tail -c 700M > /dev/null");
        machine.Phase.ShouldBe(MachinePhase.Failed);
        machine.Message.ShouldContain("memory");
        diagnosis.LogTail.ShouldContain("more memory than its limit");
    }

    [Fact]
    public async Task A_machine_ends_when_its_lifetime_is_over()
    {
        var (machine, diagnosis) = await RunAsync(Spec(lifetime: TimeSpan.FromSeconds(2)), "exec sleep 1000");
        machine.Phase.ShouldBe(MachinePhase.Failed);
        diagnosis.LogTail.ShouldContain("lifetime of 2 s is over");
    }

    [Fact]
    public async Task A_job_that_fights_for_its_life_ends_all_the_same()
    {
        var (machine, diagnosis) = await RunAsync(
            Spec(lifetime: TimeSpan.FromSeconds(2)),
            """
            trap '' TERM INT
            for process in /proc/[0-9]*; do
                id=${process#/proc/}
                [ "$id" = $$ ] || kill -STOP "$id" 2> /dev/null || kill -KILL "$id" 2> /dev/null || true
            done
            while true; do sleep 1; done
            """);
        machine.ExitCode.ShouldBe(137);
        diagnosis.LogTail.ShouldContain("did not stop");
    }

    [Fact]
    public async Task A_log_is_kept_to_its_end_and_cannot_steer_a_terminal()
    {
        var (_, diagnosis) = await RunAsync(
            Spec(),
            """
            for i in $(seq 1 3000); do echo "line $i is as long as lines mostly are, or longer"; done
            printf 'red \033[1;31mtext\033[0m\007 and \377 bytes\r\n'
            echo "the end"
            """);
        Encoding.UTF8.GetByteCount(diagnosis.LogTail).ShouldBeInRange(32 * 1024, 64 * 1024);
        diagnosis.LogTail.ShouldContain("line 3000 ");
        diagnosis.LogTail.ShouldContain("red text and \uFFFD bytes\n");
        diagnosis.LogTail.ShouldContain("the end\n");
        diagnosis.LogTail.ShouldNotContain('\u001b');
    }

    [Fact]
    public async Task A_job_gets_the_engine_s_socket_only_where_that_is_configured()
    {
        const string script = "[ -r /var/run/docker.sock ] && [ -w /var/run/docker.sock ] && echo open || echo closed";
        (await RunAsync(Spec(), script)).Diagnosis.LogTail.ShouldBe("closed\n");

        var spec = Spec();
        var open = Host.Open(Identity, settings => settings with { Docker = DockerAccess.Socket });
        (await open.EnsureAsync(spec, Script(script), Stop)).ShouldBeOfType<EnsureReply.Done>();
        await EndedAsync(spec);
        (await open.DiagnoseAsync(spec.Name, Stop))!.LogTail.ShouldBe("open\n");
    }
}
