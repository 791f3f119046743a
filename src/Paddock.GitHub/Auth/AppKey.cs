using System.Security.Cryptography;
using System.Text;
using Paddock.Ports;

namespace Paddock.GitHub.Auth;

/// <summary>Why a text is no private key of a GitHub App.</summary>
/// <param name="What">The end of a sentence that begins with the key's place: "is an OpenSSH key".</param>
/// <param name="Remedy">A sentence.</param>
public sealed record AppKeyProblem(string What, string Remedy);

/// <summary>
/// A private key of a GitHub App: RSA, in PEM, as PKCS#1 (GitHub's download) or PKCS#8. Kept as text and imported for
/// each signature, which happens once in minutes: so there is no handle that somebody would have to give back.
/// </summary>
public sealed class AppKey
{
    private const string Begin = "-----BEGIN ";
    private const string Download =
        "Generate one on the App's page at GitHub under Private keys, and give the .pem file that it downloads.";

    private readonly Secret _pem;

    private AppKey(Secret pem) => _pem = pem;

    /// <summary>Exactly one of the two is set.</summary>
    public static (AppKey? Key, AppKeyProblem? Problem) Parse(string text)
    {
        // Variables often carry the line breaks as the two characters \n.
        var lines = text.Replace("\\r", "", StringComparison.Ordinal).Replace("\\n", "\n", StringComparison.Ordinal);
        var pem = lines.Trim();
        if (ProblemOf(pem) is { } problem)
        {
            return (null, problem);
        }
        try
        {
            using var rsa = RSA.Create();
            rsa.ImportFromPem(pem);
            return (new AppKey(new Secret(pem)), null);
        }
        catch (Exception failure) when (failure is ArgumentException or CryptographicException)
        {
            return (null, new AppKeyProblem(
                "is damaged, or holds no RSA key", $"Check that it was copied whole. {Download}"));
        }
    }

    /// <summary>RS256: what GitHub asks for and the only thing it takes.</summary>
    internal byte[] Sign(string text)
    {
        using var rsa = RSA.Create();
        rsa.ImportFromPem(_pem.Reveal());
        return rsa.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
    }

    internal bool IsSameAs(AppKey other) => _pem.Reveal() == other._pem.Reveal();

    private static AppKeyProblem? ProblemOf(string pem) => LabelOf(pem) switch
    {
        "RSA PRIVATE KEY" when pem.Contains("ENCRYPTED", StringComparison.Ordinal) => Encrypted,
        "RSA PRIVATE KEY" or "PRIVATE KEY" => null,
        "ENCRYPTED PRIVATE KEY" => Encrypted,
        "OPENSSH PRIVATE KEY" => new("is an OpenSSH key", Download),
        "EC PRIVATE KEY" or "DSA PRIVATE KEY" => new("is no RSA key", Download),
        "PUBLIC KEY" or "RSA PUBLIC KEY" => new("is a public key; the private one signs", Download),
        "CERTIFICATE" => new("is a certificate; the private key signs", Download),
        { Length: > 0 } => new("is a PEM text of another kind", Download),
        _ when pem.Length == 0 => new("is empty", Download),
        _ when pem.StartsWith("ssh-", StringComparison.Ordinal) => new("is an OpenSSH public key", Download),
        _ when pem.StartsWith("PuTTY-User-Key-File", StringComparison.Ordinal) => new("is a PuTTY key", Download),

        // ASN.1 begins with a sequence, 0x30, and hardly any of what follows is text.
        _ when pem[0] == '0' && pem.Contains('\uFFFD') => new(
            "is in DER form", "Write it as PEM: openssl rsa -inform DER -in KEY.der -out KEY.pem"),
        _ when pem.EndsWith(".pem", StringComparison.Ordinal) => new(
            "looks like the name of a file", "Give a file's name as private_key_file."),
        _ => new("is not in PEM form: it does not begin with -----BEGIN RSA PRIVATE KEY-----", Download),
    };

    private static AppKeyProblem Encrypted { get; } = new(
        "is encrypted with a passphrase, which nobody is there to type",
        "Write it without one: openssl rsa -in KEY.pem -out PLAIN.pem, readable by Paddock's user alone.");

    /// <summary>
    /// That of a private key, wherever it stands; else the first. A key may come with the certificate it belongs to.
    /// </summary>
    private static string LabelOf(string pem)
    {
        var labels = new List<string>();
        for (var at = 0; (at = pem.IndexOf(Begin, at, StringComparison.Ordinal)) >= 0; at += Begin.Length)
        {
            var end = pem.IndexOf("-----", at + Begin.Length, StringComparison.Ordinal);
            labels.Add(end < 0 ? "" : pem[(at + Begin.Length)..end]);
        }
        return labels.Find(label => label is "RSA PRIVATE KEY" or "PRIVATE KEY") ?? labels.FirstOrDefault("");
    }
}
