using Paddock.App.Configuration.Keys;
using Paddock.App.Configuration.Reading;
using Paddock.Providers.Lxd;

namespace Paddock.App.Configuration.Sections;

/// <summary>How an LXD or Incus server is reached, and how each side knows the other.</summary>
internal static class LxdReach
{
    private static readonly string[] OfHttps = ["fingerprint", "certificate", "key", "trust_token", "trust_token_file"];

    public static LxdSettings Read(View at, LxdSettings settings)
    {
        var (host, token, file) = (at.At("host"), at.At("trust_token"), at.At("trust_token_file"));
        var areBoth = Pairs.RefuseBoth(token, file);
        settings = settings with
        {
            Host = host.Text(ScalarRule.LxdHost) is { } text ? ScalarRule.ToLxdHost(text) : null,
            Fingerprint = at.At("fingerprint").Text(ScalarRule.Fingerprint),
            CertificateFile = Existing(at.At("certificate"), "Name a PEM file, or leave certificate and key out."),
            KeyFile = Existing(at.At("key"), "Name a PEM file, or leave certificate and key out."),
            TrustToken = areBoth ? null : token.Secret ?? file.SecretInFile,
        };
        CheckPair(at);
        if (settings.Host?.Scheme == Uri.UriSchemeHttps)
        {
            CheckKnown(at, settings);
        }
        else if (!host.IsThere || settings.Host is not null)
        {
            WarnOfNoEffect(at);
        }
        return settings;
    }

    /// <summary>The path, told as a fault where there is no such file.</summary>
    public static string? Existing(View at, string remedy)
    {
        if (at.FilePath is { } path && !at.Context.Request.Files.Exists(path))
        {
            at.Error($"There is no file {path}.", remedy);
        }
        return at.FilePath;
    }

    private static void CheckPair(View at)
    {
        var (certificate, key) = (at.At("certificate"), at.At("key"));
        if (certificate.IsThere != key.IsThere)
        {
            (certificate.IsThere ? certificate : key).Error(
                $"{at.Path} has {(certificate.IsThere ? "a certificate and no key" : "a key and no certificate")}.",
                "Write both, or neither for a pair that Paddock makes.");
        }
        if (key.FilePath is { } path && at.Context.Request.Files.IsOpenToAll(path))
        {
            key.Warn($"Every user of this machine may read {path}.", $"Run chmod o-r {path}.");
        }
    }

    /// <summary>
    /// Its certificate is its own and nobody vouches for it, so a server that is not known beforehand could be anyone.
    /// </summary>
    private static void CheckKnown(View at, LxdSettings settings)
    {
        var faults = at.Context.Faults;
        if (settings.KnownBy is null && !OfHttps.Any(key => faults.IsSpoilt(at.At(key).Path)))
        {
            at.At("host").Error(
                settings.TrustToken is null
                    ? $"{at.Path} reaches its server by https without knowing its certificate."
                    : $"{at.Path} has a trust password, and nothing says which certificate the server has.",
                "Add fingerprint (lxc info or incus info on the server, certificate_fingerprint), or the trust_token "
                + "that lxc config trust add prints, which has it.");
        }
    }

    private static void WarnOfNoEffect(View at)
    {
        foreach (var key in OfHttps.Select(at.At).Where(key => key.IsThere))
        {
            key.Warn(
                $"{key.Path} has no effect: behind a unix socket nobody asks for it.", "Remove it, or write host: "
                + "https://….");
        }
    }
}
