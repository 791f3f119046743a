namespace Paddock.App.Configuration.Keys;

/// <summary>
/// What a value may look like. Closed. The check of a file, the JSON Schema and the reference page are all read off
/// these shapes, so they cannot disagree.
/// </summary>
internal abstract record Shape
{
    /// <summary>What it is called in "… takes a duration, but …".</summary>
    public abstract string Noun { get; }

    /// <summary>One value of a kind.</summary>
    internal sealed record Scalar(ScalarRule Rule) : Shape
    {
        public override string Noun => Rule.Noun;
    }

    /// <summary>One of a few words.</summary>
    internal sealed record Choice(params IReadOnlyList<string> Words) : Shape
    {
        /// <summary>Words that mean something, but nothing Paddock does.</summary>
        public IReadOnlyDictionary<string, Refusal> Refused { get; init; } = new Dictionary<string, Refusal>();

        public override string Noun => $"one of {string.Join(", ", Words)}";
    }

    /// <summary>A mapping with these keys and no others.</summary>
    internal sealed record Section(params IReadOnlyList<Key> Keys) : Shape
    {
        public override string Noun => "a mapping of keys to values";

        /// <summary>Keys that begin with <c>x-</c> are left alone: a home for YAML anchors.</summary>
        public bool HoldsExtras { get; init; }
    }

    /// <summary>A mapping whose keys are the names of things.</summary>
    internal sealed record Named(string Thing, Shape Item) : Shape
    {
        public override string Noun => $"a mapping of names to {Things}";

        private string Things => Thing.EndsWith('y') ? $"{Thing[..^1]}ies" : $"{Thing}s";

        /// <summary>Names become parts of addresses, paths and labels; names of variables do not.</summary>
        public bool ChecksNames { get; init; } = true;
    }

    /// <summary>A list; one value alone may stand for a list of one.</summary>
    internal sealed record List(Shape Item, int ItemsMax = int.MaxValue) : Shape
    {
        public override string Noun => $"a list, each item {Item.Noun}";
    }

    /// <summary>A short form and a long one.</summary>
    internal sealed record Either(Shape Short, Section Long) : Shape
    {
        public override string Noun => $"{Short.Noun}, or {Long.Noun}";
    }

    /// <summary>A mapping whose other keys depend on the word behind one of them.</summary>
    internal sealed record Variants(string Discriminator, params IReadOnlyList<Variant> Options) : Shape
    {
        public IReadOnlyDictionary<string, Refusal> Refused { get; init; } = new Dictionary<string, Refusal>();

        public override string Noun => $"a mapping with '{Discriminator}'";

        public Choice Words => new([.. Options.Select(option => option.Word)]) { Refused = Refused };
    }
}
