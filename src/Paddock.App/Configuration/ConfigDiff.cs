using System.Security.Cryptography;
using System.Text;
using Paddock.App.Api;
using Paddock.Ports;

namespace Paddock.App.Configuration;

/// <summary>
/// What one configuration changes against another, as the API tells it. Two processes compare secrets without telling
/// them: who asks sends a digest of each, and who answers says only whether its own has the same.
/// </summary>
internal static class ConfigDiff
{
    public const int SaltLengthMax = 100;

    /// <summary>Slow on purpose: a digest is no way to try out one word after the other.</summary>
    private const int Rounds = 100_000;

    private const int DigestBytes = 16;

    public static ConfigDiffReply Of(IReadOnlyList<ConfigValue> old, IReadOnlyList<ConfigValue> now)
    {
        var changes = ConfigValues.Compare(old, now);
        return new ConfigDiffReply(
            changes.Count == 0, changes.Any(change => change.NeedsRestart), [.. changes.Select(Tell)]);
    }

    /// <param name="salt">Drawn for this one question.</param>
    public static ConfigDiffRequest Ask(IReadOnlyList<ConfigValue> given, string salt) => new(
        salt,
        [
            .. given.Select(value => new ConfigGivenValue(value.Path, value.Shown, value.Origin)
            {
                Default = value.IsDefault, Digest = value.IsSecret ? DigestOf(value, salt) : null,
            }),
        ]);

    public static ConfigDiffReply Answer(IReadOnlyList<ConfigValue> own, ConfigDiffRequest asked) => Of(
        [
            .. own.Select(value => value.IsSecret
                ? value with { Text = new Secret(DigestOf(value, asked.Salt)) }
                : value),
        ],
        [
            .. asked.Values.Select(given => new ConfigValue(given.Path, given.Value, given.Origin, given.Default)
            {
                Text = new Secret(given.Digest ?? given.Value),
            }),
        ]);

    private static ConfigChangeReply Tell(ConfigChange change) => new(
        change.Path, change.IsAdded ? "added" : change.IsRemoved ? "removed" : "changed", change.Old?.Shown,
        change.Old?.Origin, change.New?.Shown, change.New?.Origin, change.NeedsRestart);

    /// <summary>With the path in it, so that two keys with one secret do not show that they have.</summary>
    private static string DigestOf(ConfigValue value, string salt) => Convert.ToHexStringLower(
        Rfc2898DeriveBytes.Pbkdf2(
            value.Text.Reveal(), Encoding.UTF8.GetBytes($"{salt} {value.Path}"), Rounds, HashAlgorithmName.SHA256,
            DigestBytes));
}
