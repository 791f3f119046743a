using Paddock.Core.Model;

namespace Paddock.Storage.Sqlite;

/// <summary>
/// The kinds of subjects as the database spells them: words, so that an operator can read a query, and never the
/// numbers of the enumeration, which the next release may order differently.
/// </summary>
internal static class KindNames
{
    public static string Of(SubjectKind kind) => kind switch
    {
        SubjectKind.Job => "job",
        SubjectKind.Order => "order",
        SubjectKind.Runner => "runner",
        SubjectKind.Machine => "machine",
        SubjectKind.Place => "place",
        SubjectKind.Pool => "pool",
        SubjectKind.Fleet => "fleet",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "A kind the schema does not know."),
    };

    /// <summary>Null where there is no subject.</summary>
    public static string? Of(Subject? subject) => subject is { } known ? Of(known.Kind) : null;
}
