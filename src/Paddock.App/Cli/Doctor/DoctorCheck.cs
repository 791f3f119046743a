namespace Paddock.App.Cli.Doctor;

/// <summary>One thing that <c>paddock doctor</c> looks at. It reads, and changes nothing.</summary>
/// <param name="Place">What it is about, for the finding that it could not be looked at.</param>
internal sealed record DoctorCheck(
    string Place, Func<CancellationToken, Task<IReadOnlyList<ReportFinding>>> RunAsync);
