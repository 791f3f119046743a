using System.Diagnostics.CodeAnalysis;
using System.Net;
using Paddock.Ports;

namespace Paddock.GitHub.Http;

/// <summary>What a call to the REST API came to.</summary>
internal abstract record Answer<T>
{
    private Answer()
    {
    }

    /// <summary>The value, or why there is none.</summary>
    public bool Has([MaybeNullWhen(false)] out T value, [NotNullWhen(false)] out Refused? refused)
    {
        refused = this as Refused;
        value = this is Ok ok ? ok.Value : default;
        return refused is null;
    }

    /// <param name="Next">The following page, when the answer is one of several.</param>
    public sealed record Ok(T Value, Uri? Next = null) : Answer<T>;

    /// <param name="Status">GitHub's status; null when no answer came, or none was asked for.</param>
    /// <param name="Said">GitHub's own words, for the few cases that only the text tells apart.</param>
    public sealed record Refused(Fault Fault, HttpStatusCode? Status = null, string Said = "") : Answer<T>
    {
        public Answer<TOther>.Refused To<TOther>() => new(Fault, Status, Said);
    }
}

/// <summary>The content of an answer that has none, such as 204.</summary>
internal readonly record struct Nothing;
