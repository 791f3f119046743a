namespace Paddock.Tests.Providers.Lxd.Standing;

/// <summary>Which names an instance may have.</summary>
internal static class InstanceNames
{
    public static string? Fault(string name) => name switch
    {
        { Length: 0 or > 63 } => "Name must be 1-63 characters long",
        ['-', ..] => "Name must not start with \"-\" character",
        [.., '-'] => "Name must not end with \"-\" character",
        [>= '0' and <= '9', ..] => "Name must not start with a number",
        _ when !name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-') =>
            "Name can only contain alphanumeric and hyphen characters",
        _ => null,
    };
}
