using Paddock.App.Configuration.Keys;
using Paddock.App.Configuration.Reading;
using Paddock.Core.Model;
using Paddock.Providers;
using Paddock.Providers.Docker;
using Paddock.Providers.Process;

namespace Paddock.App.Configuration.Sections;

/// <summary><c>providers:</c>, one record per kind.</summary>
internal static class ProvidersSection
{
    private const string DockerHostVariable = "DOCKER_HOST";

    public static IReadOnlyList<ProviderSettings> Read(View top) =>
        [.. top.At("providers").Named.Select(one => Provider(new ProviderName(one.Name), one.Value))];

    /// <summary>
    /// An unknown kind was told already. It still gets settings, so that the offers naming it are not told as well.
    /// </summary>
    private static ProviderSettings Provider(ProviderName name, View at)
    {
        ProviderSettings settings = at.At("kind").Word switch
        {
            "process" => Process(name, at),
            "lxd" or "incus" => LxdSection.Read(name, at),
            _ => Docker(name, at),
        };
        return settings with
        {
            StartsMax = at.At("starts_max").Count ?? settings.StartsMax,
            RunnersMax = at.At("max_runners").Count,
        };
    }

    private static ProcessSettings Process(ProviderName name, View at) =>
        new(name) { Directory = at.At("directory").FilePath };

    private static DockerSettings Docker(ProviderName name, View at)
    {
        var unset = new DockerSettings(name);
        var settings = unset with
        {
            Host = Host(at) ?? unset.Host,
            CertificateDirectory = at.At("certificate_directory").FilePath,
            Docker = at.At("docker").Word == "socket" ? DockerAccess.Socket : DockerAccess.None,
            Pull = at.At("pull").Word switch
            {
                "always" => PullPolicy.Always,
                "never" => PullPolicy.Never,
                _ => PullPolicy.Missing,
            },
            Registries = [.. at.At("registries").Named.Select(one => Registry(one.Name, one.Value))],
            Network = at.At("network").Text(ScalarRule.Text),
            ExtraHosts = [.. at.At("extra_hosts").Items.Select(item => item.Text(ScalarRule.Text)).OfType<string>()],
            Environment = Environment(at.At("environment")),
            MemoryReserveBytes = at.At("memory_reserve").Size ?? unset.MemoryReserveBytes,
            DiskFreeMinBytes = at.At("disk_free_min").Size ?? unset.DiskFreeMinBytes,
            CpuOvercommit = at.At("cpu_overcommit").Number ?? unset.CpuOvercommit,
            PidsMax = at.At("pids_max").Count ?? unset.PidsMax,
            Sudo = at.At("sudo").Flag ?? unset.Sudo,
        };
        RefusePlainTcp(at, settings);
        return settings;
    }

    private static RegistryLogin Registry(string name, View at)
    {
        var (password, file) = (at.At("password"), at.At("password_file"));
        if (!Pairs.RefuseBoth(password, file) && !password.IsThere && !file.IsThere)
        {
            at.Error($"{at.Path} has no password.", "Add password_file, or password: ${NAME}.");
        }
        if (file.IsThere)
        {
            // Looked at now, so that what is wrong with it is told now; read again at every pull.
            _ = file.SecretInFile;
        }
        return new RegistryLogin(name, at.At("username").Text(ScalarRule.Text) ?? "")
        {
            Password = password.Secret,
            PasswordFile = file.FilePath,
        };
    }

    /// <summary>What the docker command would use on this machine is what an operator expects here.</summary>
    private static Uri? Host(View at)
    {
        if (at.At("host") is { IsThere: true } host)
        {
            return host.Text(ScalarRule.DockerHost) is { } text ? ScalarRule.ToDockerHost(text) : null;
        }
        if (at.Context.Request.Variable(DockerHostVariable) is not { } variable)
        {
            return null;
        }
        if (ScalarRule.ToDockerHost(variable) is { } known)
        {
            return known;
        }
        at.Context.Faults.Error(new($"${DockerHostVariable}"), at.At("host").Path,
            $"{at.Path} has no 'host', and {DockerHostVariable} holds none that Paddock can use.",
            ScalarRule.DockerHost.Remedy);
        return null;
    }

    private static void RefusePlainTcp(View at, DockerSettings settings)
    {
        if (settings is { Host: { Scheme: "tcp", IsLoopback: false }, CertificateDirectory: null })
        {
            at.At("host").Error(
                $"{at.Path} would reach Docker over plain tcp: whoever reaches that port is root there.",
                "Use TLS and name certificate_directory, or tunnel to a unix socket or a loopback port.");
        }
    }

    private static Dictionary<string, string> Environment(View at)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in at.Named)
        {
            if (value.Text(ScalarRule.Text) is { } text)
            {
                variables[name] = text;
            }
            if (name.Length == 0 || name.Contains('=', StringComparison.Ordinal))
            {
                value.Error($"'{name}' cannot be the name of a variable.", "Use letters, digits and '_'.");
            }
        }
        return variables;
    }
}
