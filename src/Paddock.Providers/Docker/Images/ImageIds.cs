namespace Paddock.Providers.Docker.Images;

/// <summary>Ids as the engine gives them: <c>sha256:</c> and 64 hexadecimal digits.</summary>
internal static class ImageIds
{
    private const string Prefix = "sha256:";

    public static string Short(string id, int chars)
    {
        var digits = id.StartsWith(Prefix, StringComparison.Ordinal) ? id[Prefix.Length..] : id;
        return digits.Length > chars ? digits[..chars] : digits;
    }
}
