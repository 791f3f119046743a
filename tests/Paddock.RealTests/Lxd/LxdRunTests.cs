using Paddock.Core.Model;
using Paddock.Ports.Providers;
using Paddock.Providers.Bootstrap;
using Paddock.Tests.Support;

namespace Paddock.RealTests.Lxd;

/// <summary>What runs in an instance, as what, and how it ends.</summary>
public sealed class LxdRunTests(LxdHost host) : LxdTest(host)
{
    [Fact]
    public async Task A_runner_runs_as_the_owner_of_its_directory_in_an_unprivileged_container_and_can_gain_no_rights()
    {
        var (machine, log) = await RunAsync(
            Spec(),
            """
            echo "user $(id -un) $(id -u) home $HOME in $PWD"
            grep -E 'NoNewPrivs|CapEff' /proc/self/status | tr -s '\t' ' '
            stat -c '%a %U' .runner
            echo "root is $(awk '{print ($2 > 0) ? "nobody" : "root"}' /proc/self/uid_map) on the host"
            ls /dev/lxd/sock 2> /dev/null || echo "no guest api"
            ls /.paddock.parcel 2> /dev/null || echo "no parcel"
            """);
        machine.Phase.ShouldBe(MachinePhase.Finished, log);
        foreach (var line in (string[])
            [
                "user runner 1234 home /home/runner in /actions-runner", "CapEff: 0000000000000000", "NoNewPrivs: 1",
                "600 runner", "root is nobody on the host", "no guest api", "no parcel", "the runner has ended: 0",
            ])
        {
            log.ShouldContain(line);
        }
    }

    [Fact]
    public async Task The_size_is_the_container_s_limit()
    {
        var (_, log) = await RunAsync(
            Spec(size: new MachineSize(Cpus: 1, MemoryBytes: 256L << 20)),
            """
            echo "processors $(nproc)"
            cd /sys/fs/cgroup
            echo "memory $(cat memory.max 2> /dev/null || cat memory/memory.limit_in_bytes)"
            echo "processes $(cat pids.max 2> /dev/null || cat pids/pids.max)"
            """);
        log.ShouldContain("processors 1");
        log.ShouldContain($"memory {256 << 20}");
        log.ShouldContain("processes 4096");
    }

    [Fact]
    public async Task A_full_disk_is_the_job_s_trouble_and_not_the_host_s()
    {
        var pool = Host.QuotaPool();
        var provider = Open(settings => settings with { StoragePool = pool });
        var (machine, log) = await RunAsync(
            Spec(size: new MachineSize(MemoryBytes: 256L << 20, DiskBytes: 300L << 20)),
            "dd if=/dev/urandom of=~/large bs=1M count=400 2>&1 || echo \"dd ended with $?\"; exit 7", provider);
        log.ShouldContain("Disk quota exceeded");
        machine.ExitCode.ShouldBe(7);
    }

    [Fact]
    public async Task An_exit_code_is_told()
    {
        var (machine, log) = await RunAsync(Spec(), "echo last words; exit 3");
        machine.ShouldBe(machine with { Phase = MachinePhase.Failed, ExitCode = 3 });
        log.ShouldContain("last words");
        log.ShouldEndWith("Paddock: Its runner ended with exit code 3.\n");
    }

    [Fact]
    public async Task A_job_that_fights_for_its_life_ends_all_the_same()
    {
        var (machine, log) = await RunAsync(
            Spec(lifetime: TimeSpan.FromSeconds(2)), "trap '' TERM INT HUP; while true; do sleep 1; done");
        machine.Phase.ShouldBe(MachinePhase.Failed, log);
        log.ShouldContain("lifetime of 2 s is over");
    }

    [Fact]
    public async Task Settings_of_the_provider_reach_the_runner()
    {
        var provider = Open(settings => settings with
        {
            Environment = new Dictionary<string, string>
            {
                ["https_proxy"] = "http://proxy.acme.example:3128", ["LANG"] = "C.UTF-8", ["ODD"] = "it's $HOME \"x\"",
            },
            RegistryMirror = new Uri("https://mirror.acme.example"),
        });
        var (_, log) = await RunAsync(
            Spec(),
            """
            env | grep -E '^(https_proxy|LANG|ODD|DOCKERHUB_MIRROR|PADDOCK_)' | sort
            cat /etc/docker/daemon.json
            grep proxy /etc/environment
            """, provider);
        log.ShouldContain("https_proxy=http://proxy.acme.example:3128");
        log.ShouldContain("LANG=C.UTF-8");
        log.ShouldContain("ODD=it's $HOME \"x\"");
        log.ShouldContain("DOCKERHUB_MIRROR=https://mirror.acme.example/");
        log.ShouldContain("PADDOCK_POOL=linux");
        log.ShouldContain("""{"registry-mirrors": ["https://mirror.acme.example"]}""");
        log.ShouldContain("https_proxy='http://proxy.acme.example:3128'");
    }

    [Fact]
    public async Task A_setup_script_runs_as_root_before_the_runner_and_a_failing_one_fails_the_machine()
    {
        using var folder = new TemporaryFolder();
        var script = folder.Write(
            "setup", "#!/bin/sh\necho \"set up by $(id -un) for $PADDOCK_POOL\" | tee /opt/set-up\n");
        var (machine, log) = await RunAsync(
            Spec(), "cat /opt/set-up", Open(settings => settings with { Scripts = new JobScripts(script) }));
        machine.Phase.ShouldBe(MachinePhase.Finished, log);
        log.ShouldContain("set up by root for linux");

        var broken = folder.Write("broken", "#!/bin/sh\necho no room; exit 4\n");
        (machine, log) = await RunAsync(
            Spec(), "echo never", Open(settings => settings with { Scripts = new JobScripts(broken) }));
        machine.ShouldBe(machine with { Phase = MachinePhase.Failed, ExitCode = 125 });
        log.ShouldContain("the setup script ended with 4");
        log.ShouldNotContain("never");
    }

    [Fact]
    public async Task A_pre_job_script_is_a_hook_of_the_runner_whose_failure_is_only_told()
    {
        using var folder = new TemporaryFolder();
        var script = folder.Write("pre-job", "#!/bin/sh\necho \"before the job as $(id -un)\"; exit 9\n");
        var (machine, log) = await RunAsync(
            Spec(), "\"$ACTIONS_RUNNER_HOOK_JOB_STARTED\"; echo \"the hook ended with $?\"",
            Open(settings => settings with { Scripts = new JobScripts(PreJobFile: script) }));
        machine.Phase.ShouldBe(MachinePhase.Finished, log);
        log.ShouldContain("before the job as runner");
        log.ShouldContain("The pre-job script failed with 9; the job goes on.");
        log.ShouldContain("the hook ended with 0");
    }

    [Fact]
    public async Task Jobs_on_one_bridge_cannot_reach_each_other()
    {
        var first = Spec();
        (await Provider.EnsureAsync(first, Script("sleep 60"), Stop)).ShouldBeOfType<EnsureReply.Done>();
        var address = await Eventually.GetAsync(
            async () => (await Host.CommandAsync("list", first.Name.Value, "-c", "4", "-f", "csv")).Split(' ')[0],
            text => text.Length > 0);
        var gateway = Host.Gateway;
        var (_, log) = await RunAsync(
            Spec(),
            $"""
            timeout 3 bash -c 'echo > /dev/tcp/{address}/22' 2>&1 | grep -q refused && echo reached || echo walled
            timeout 3 bash -c 'echo > /dev/tcp/{gateway}/9' 2>&1 | grep -q refused && echo "the host answers"
            """);
        log.ShouldContain("walled");
        log.ShouldContain("the host answers");
    }

    [Fact]
    public async Task An_image_without_a_runner_is_given_GitHub_s_and_a_user_for_it()
    {
        var spec = Spec(LxdHost.BareImage);
        (await Provider.EnsureAsync(spec, Script("this is no configuration"), Stop))
            .ShouldBeOfType<EnsureReply.Done>();
        await Eventually.GetAsync(
            async () => (await ListAsync(Provider)).Single(),
            one => one.Phase is MachinePhase.Finished or MachinePhase.Failed);
        (await Host.CommandAsync("file", "pull", $"{spec.Name}/etc/passwd", "-")).ShouldContain("runner:x:1001:1001");
        (await Provider.DiagnoseAsync(spec.Name, Stop))!.LogTail.ShouldContain("Runner");
    }

    [Fact]
    public async Task What_powers_off_is_told_within_a_second()
    {
        var provider = Open(settings => settings with { Ephemeral = true });
        await using var watch = provider.WatchAsync(Stop).GetAsyncEnumerator(Stop);
        (await watch.MoveNextAsync()).ShouldBeTrue();
        var spec = Spec();
        (await provider.EnsureAsync(spec, Script("sleep 1; date +ended-at-%s.%N"), Stop))
            .ShouldBeOfType<EnsureReply.Done>();
        ListedMachine? seen = null;
        while (seen is not { Phase: MachinePhase.Finished } && await watch.MoveNextAsync())
        {
            seen = (watch.Current as MachineEvent.Seen)?.Machine;
        }
        var heard = TimeProvider.System.GetUtcNow();

        var log = (await provider.DiagnoseAsync(spec.Name, Stop)).ShouldNotBeNull().LogTail;
        var ended = System.Text.RegularExpressions.Regex.Match(log, @"ended-at-(\d+)\.").Groups[1].Value;
        (heard.ToUnixTimeSeconds() - long.Parse(ended, System.Globalization.CultureInfo.InvariantCulture))
            .ShouldBeInRange(0, 2);
        await Eventually.GetAsync(
            async () => await ListAsync(provider), machines => machines.Count == 0);
    }
}
