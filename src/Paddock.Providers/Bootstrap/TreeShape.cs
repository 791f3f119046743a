using System.Formats.Tar;
using Paddock.Ports;

namespace Paddock.Providers.Bootstrap;

/// <summary>What of an archive has been seen: if its paths fit together, and the links that have to wait.</summary>
internal sealed class TreeShape
{
    private readonly HashSet<string> _directories = new(StringComparer.Ordinal);
    private readonly HashSet<string> _files = new(StringComparer.Ordinal);
    private readonly HashSet<string> _claimed = new(StringComparer.Ordinal);
    private readonly List<TreeEntry.Again> _again = [];
    private readonly List<TreeEntry.Link> _links = [];

    /// <summary>Null for what is told later or says nothing: links, the root, a directory once more.</summary>
    /// <exception cref="InvalidDataException">No runner archive holds it.</exception>
    public TreeEntry? Take(TarEntry entry)
    {
        var path = TreePath.Relative(entry.Name);
        switch (entry.EntryType)
        {
            case TarEntryType.Directory:
                return path.Length > 0 && _directories.Add(path)
                    ? new TreeEntry.Directory(path, entry.ModificationTime)
                    : null;
            case TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile:
                _files.Add(Claim(path));
                return new TreeEntry.File(path, entry.ModificationTime, entry.Mode, entry.DataStream);
            case TarEntryType.SymbolicLink:
                _links.Add(new TreeEntry.Link(Claim(path), entry.ModificationTime, entry.LinkName));
                return null;
            case TarEntryType.HardLink:
                _again.Add(new TreeEntry.Again(
                    Claim(path), entry.ModificationTime, entry.Mode, TreePath.Relative(entry.LinkName)));
                return null;
            default:
                throw new InvalidDataException(
                    $"The runner archive holds {Plain.Line(entry.Name)}, a {entry.EntryType}.");
        }
    }

    /// <summary>The links, all of them checked before the first is told.</summary>
    /// <exception cref="InvalidDataException">One leads out, or into nothing; or this is no runner.</exception>
    public IReadOnlyList<TreeEntry> Finish()
    {
        if (!_files.Contains("run.sh"))
        {
            throw new InvalidDataException("The runner archive has no run.sh.");
        }
        var links = _links.Select(link => link.Path).ToHashSet(StringComparer.Ordinal);
        foreach (var path in _claimed.Concat(_directories.Select(directory => directory + "/")))
        {
            TreePath.CheckPlace(path, _claimed);
        }
        foreach (var link in _links)
        {
            TreePath.CheckLink(link.Path, link.Target, links);
        }
        foreach (var again in _again.Where(again => !_files.Contains(again.Original)))
        {
            throw new InvalidDataException(
                $"The runner archive holds {Plain.Line(again.Path)} as a link to {Plain.Line(again.Original)}, "
                + "which is no file of it.");
        }
        return [.. _again, .. _links];
    }

    private string Claim(string path) =>
        path.Length > 0 && _claimed.Add(path)
            ? path
            : throw new InvalidDataException($"The runner archive holds {Plain.Line(path)} twice.");
}
