using System.Diagnostics.CodeAnalysis;
using System.Net;
using Paddock.Ports;

namespace Paddock.Providers.Calls;

/// <summary>What a call to a provider came to.</summary>
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

    /// <summary>Null when there is a value.</summary>
    public Fault? WhyNot => (this as Refused)?.Fault;

    public sealed record Ok(T Value) : Answer<T>;

    /// <param name="Status">The HTTP status; null when no answer came.</param>
    public sealed record Refused(Fault Fault, HttpStatusCode? Status = null) : Answer<T>
    {
        public bool IsAbsent => Status == HttpStatusCode.NotFound;

        public bool IsConflict => Status == HttpStatusCode.Conflict;

        public Answer<TOther>.Refused To<TOther>() => new(Fault, Status);
    }
}

/// <summary>The content of an answer that has none, such as 204.</summary>
internal readonly record struct Nothing;
