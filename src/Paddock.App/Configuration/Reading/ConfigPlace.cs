namespace Paddock.App.Configuration.Reading;

/// <summary>Where a value was written.</summary>
/// <param name="Source">A file, <c>$VARIABLE</c> or <c>--flag</c>.</param>
/// <param name="Line">From 1; 0 outside of files.</param>
internal readonly record struct ConfigPlace(string Source, int Line = 0, int Column = 0)
{
    public bool IsInFile => Line > 0;
}
