using System.Globalization;
using Paddock.App.Boards;
using Paddock.Core.Model;
using Paddock.Ports.Store;

namespace Paddock.App.Http.Admin;

/// <summary>Finds a job by its id, with its host where an id alone is not enough.</summary>
internal static class JobLookup
{
    /// <summary>The job, or the problem to answer with.</summary>
    public static async Task<(JobRow? Job, Answer? Problem)> FindAsync(
        Picture picture, IStoreArchive archive, string? host, string id, CancellationToken cancellationToken)
    {
        var name = host is null ? id : $"{host}/{id}";
        if (!long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out _))
        {
            return (null, Problems.NoSuchJob(name));
        }

        // A job with its host is looked up whole: the archive takes a suffix, and the whole key is one.
        var stored = await archive.FindAsync(SubjectKind.Job, name, cancellationToken);
        var found = stored.OfType<JobRow>().ToList();
        return found switch
        {
            [] => (null, Problems.NoSuchJob(name)),
            [var job] => (Newest(job, picture), null),
            _ => (null, Problems.AmbiguousJob(id, found.Select(job => job.Key.ToString()))),
        };
    }

    /// <summary>As the picture has it, if it does: its wait reason belongs to that row.</summary>
    private static JobRow Newest(JobRow stored, Picture picture) =>
        picture.View.Snapshot.Jobs.FirstOrDefault(job => job.Key == stored.Key && job.Version >= stored.Version)
        ?? stored;
}
