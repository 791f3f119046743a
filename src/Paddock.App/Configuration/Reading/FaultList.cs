using Paddock.Core.Policy;

namespace Paddock.App.Configuration.Reading;

/// <summary>
/// Collects everything that is wrong. It knows which paths are spoilt, so that a rule about meaning does not complain
/// about what is only missing because its spelling was already refused.
/// </summary>
internal sealed class FaultList
{
    private readonly List<ConfigFault> _faults = [];
    private readonly List<string> _spoilt = [];
    private readonly Dictionary<string, string> _hidden = new(StringComparer.Ordinal);

    /// <summary>Shorter values are ports and numbers, and hiding those would garble every message.</summary>
    private const int HiddenLeast = 6;

    public bool HasErrors => _faults.Exists(fault => !fault.IsWarning);

    /// <summary>In the order of the file; what has no line, from the environment, comes first.</summary>
    public IReadOnlyList<ConfigFault> Sorted =>
        [.. _faults.Select(Veil).Distinct().OrderBy(fault => fault.Line).ThenBy(fault => fault.Column)];

    /// <summary>
    /// The value of a variable that was put in somewhere. Messages show <c>${NAME}</c> in its place, wherever it went:
    /// a token pasted into a path would otherwise stand in "there is no file …".
    /// </summary>
    public void Hide(string name, string value)
    {
        if (value.Length >= HiddenLeast)
        {
            _hidden[name] = value;
        }
    }

    public void Error(ConfigPlace place, string path, string message, string remedy)
    {
        // A fault of the file as a whole spoils nothing in particular.
        if (path.Length > 0)
        {
            Spoil(path);
        }
        _faults.Add(new(place.Source, place.Line, place.Column, path, message, remedy));
    }

    public void Warn(ConfigPlace place, string path, string message, string remedy) =>
        _faults.Add(new(place.Source, place.Line, place.Column, path, message, remedy, IsWarning: true));

    /// <summary>Nothing more will be said about this path, what is in it, and what it is in.</summary>
    public void Spoil(string path) => _spoilt.Add(path);

    public bool IsSpoilt(string path) => _spoilt.Exists(spoilt => IsWithin(spoilt, path) || IsWithin(path, spoilt));

    /// <summary>A finding of the rules of Core, at the place its path leads to.</summary>
    public void AddRule(PolicyFault fault, ConfigNode root)
    {
        if (IsSpoilt(fault.Path))
        {
            return;
        }
        var place = NodePath.PlaceOf(root, fault.Path);
        _faults.Add(
            new(place.Source, place.Line, place.Column, fault.Path, fault.Message, fault.Remedy, fault.IsWarning));
    }

    private ConfigFault Veil(ConfigFault fault) =>
        fault with { Message = Veil(fault.Message), Remedy = Veil(fault.Remedy) };

    /// <summary>The longest first, since one value may be part of another.</summary>
    private string Veil(string text) => _hidden
        .OrderByDescending(hidden => hidden.Value.Length)
        .Aggregate(text, (shown, hidden) =>
            shown.Replace(hidden.Value, $"${{{hidden.Key}}}", StringComparison.OrdinalIgnoreCase));

    private static bool IsWithin(string inner, string outer) =>
        inner.StartsWith(outer, StringComparison.Ordinal)
        && (inner.Length == outer.Length || outer.Length == 0 || inner[outer.Length] is '.' or '[');
}
