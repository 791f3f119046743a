using System.Text;
using System.Text.Json;
using Paddock.GitHub.Webhooks;
using Paddock.Tests.Support;

namespace Paddock.Tests.GitHub.Webhooks;

public sealed class SignatureTests
{
    private const string Official = "757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";

    private static readonly JsonElement File = Fixture.Json("webhooks/signature-vectors.json");

    public static TheoryData<string> Vectors =>
        [.. File.GetProperty("vectors").EnumerateArray().Select(vector => vector.GetProperty("name").GetString()!)];

    public static TheoryData<string?> Rejects =>
        [.. File.GetProperty("rejects").EnumerateArray().Select(reject => reject.GetProperty("header").GetString())];

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Every_vector_is_valid(string name)
    {
        var vector = Vector(name);

        IsValid(Text(vector, "x-hub-signature-256"), Text(vector, "body"), Text(vector, "secret")).ShouldBeTrue();
    }

    [Theory]
    [MemberData(nameof(Vectors))]
    public void No_vector_is_valid_with_another_secret(string name)
    {
        var vector = Vector(name);

        IsValid(Text(vector, "x-hub-signature-256"), Text(vector, "body"), "another").ShouldBeFalse();
    }

    [Theory]
    [MemberData(nameof(Vectors))]
    public void No_vector_is_valid_with_a_byte_more(string name)
    {
        var vector = Vector(name);

        IsValid(Text(vector, "x-hub-signature-256"), Text(vector, "body") + " ", Text(vector, "secret"))
            .ShouldBeFalse();
    }

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Either_of_two_secrets_does(string name)
    {
        var vector = Vector(name);
        var (header, body, secret) =
            (Text(vector, "x-hub-signature-256"), Text(vector, "body"), Text(vector, "secret"));

        IsValid(header, body, "another", secret).ShouldBeTrue();
        IsValid(header, body, secret, "another").ShouldBeTrue();
    }

    [Theory]
    [MemberData(nameof(Rejects))]
    [InlineData("SHA256=" + Official)]
    [InlineData("sha256=" + Official + " ")]
    [InlineData("sha256= 57107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17")]
    public void A_header_that_is_no_signature_is_none(string? header) =>
        Signature.TryBegin(header, [Encoding.UTF8.GetBytes("x")]).ShouldBeNull();

    [Fact]
    public void Upper_case_digits_are_the_same_digits() =>
        IsValid("sha256=" + Official.ToUpperInvariant(), "Hello, World!", Deliveries.Secret).ShouldBeTrue();

    [Fact]
    public void Without_any_secret_nothing_is_valid() =>
        IsValid("sha256=" + Official, "Hello, World!").ShouldBeFalse();

    private static JsonElement Vector(string name) => File.GetProperty("vectors").EnumerateArray()
        .Single(vector => vector.GetProperty("name").GetString() == name);

    private static string Text(JsonElement vector, string name) => vector.GetProperty(name).GetString()!;

    private static bool IsValid(string header, string body, params string[] secrets)
    {
        using var signature = Signature.TryBegin(header, [.. secrets.Select(Encoding.UTF8.GetBytes)])!;

        // In pieces, because that is how a body comes.
        foreach (var piece in Encoding.UTF8.GetBytes(body).Chunk(5))
        {
            signature.Append(piece);
        }
        return signature.IsValid();
    }
}
