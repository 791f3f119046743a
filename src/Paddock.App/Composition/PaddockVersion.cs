using System.Reflection;

namespace Paddock.App.Composition;

/// <summary>The version of this build, as <c>--version</c>, the log and the metrics show it.</summary>
internal static class PaddockVersion
{
    /// <summary>Without the commit that the SDK appends after a plus sign.</summary>
    public static string Text { get; } = typeof(PaddockVersion).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}
