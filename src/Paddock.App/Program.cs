using Paddock.App.Cli;

namespace Paddock.App;

internal static class Program
{
    private static Task<int> Main(string[] args) =>
        CommandLine.RunAsync(args, Shell.OfProcess(), CancellationToken.None);
}
