using System.Buffers;

namespace Paddock.GitHub.Webhooks;

/// <summary>
/// A body of type <c>application/x-www-form-urlencoded</c>, which is what GitHub sends unless a hook says JSON: the
/// payload is the field <c>payload</c>, percent-encoded, with <c>+</c> for a space.
/// </summary>
internal static class FormBody
{
    /// <summary>
    /// Decodes in place, since the result is never longer, and returns the payload's bytes; empty when there is no such
    /// field or its encoding is broken.
    /// </summary>
    public static Span<byte> Payload(Span<byte> body)
    {
        var name = "payload="u8;
        for (var rest = body; rest.Length > 0;)
        {
            var end = rest.IndexOf((byte)'&');
            var field = end < 0 ? rest : rest[..end];
            if (field.StartsWith(name))
            {
                return Decode(field[name.Length..]);
            }
            rest = end < 0 ? [] : rest[(end + 1)..];
        }
        return [];
    }

    private static Span<byte> Decode(Span<byte> field)
    {
        var to = 0;
        for (var from = 0; from < field.Length; from++, to++)
        {
            switch (field[from])
            {
                case (byte)'+':
                    field[to] = (byte)' ';
                    break;
                case (byte)'%':
                    if (from + 2 >= field.Length
                        || Convert.FromHexString(field.Slice(from + 1, 2), field.Slice(to, 1), out _, out _)
                            != OperationStatus.Done)
                    {
                        return [];
                    }
                    from += 2;
                    break;
                default:
                    field[to] = field[from];
                    break;
            }
        }
        return field[..to];
    }
}
