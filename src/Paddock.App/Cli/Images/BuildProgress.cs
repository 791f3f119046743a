using Paddock.App.Cli.Rendering;
using Paddock.Ports.Providers;

namespace Paddock.App.Cli.Images;

/// <summary>
/// A build as it is under way, a line at a time: a build is looked at while it runs, and read afterwards in the log of
/// whatever ran it. Where a program reads the answer, on standard error.
/// </summary>
internal sealed class BuildProgress(Invocation invocation)
{
    private readonly long _began = invocation.Shell.Time.GetTimestamp();

    public TimeSpan Elapsed => invocation.Shell.Time.GetElapsedTime(_began);

    public void Show(BuildNews news)
    {
        var (text, style) = news switch
        {
            BuildNews.Begun { Text: var what } => ($"{Ago.Span(Elapsed),6}  {what}", Cell.Strong),
            BuildNews.Line { Text: var line } => ($"        {line}", Cell.Faint),
            BuildNews.Warned { Text: var what } => ($"{Ago.Span(Elapsed),6}  {what}", Cell.Waiting),
            _ => throw new InvalidOperationException($"Unknown news {news}."),
        };
        if (invocation.WantsData)
        {
            invocation.Note(Cell.Clean(text));
        }
        else
        {
            invocation.Page.Write(Cell.Of(text, style));
        }
    }
}
