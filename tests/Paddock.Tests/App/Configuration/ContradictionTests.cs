using System.Text;
using Paddock.Tests.Support;

namespace Paddock.Tests.App.Configuration;

/// <summary>
/// Files whose every value is right by itself, and which cannot be meant as a whole. Each is told with its place and a
/// remedy.
/// </summary>
public sealed class ContradictionTests
{
    private const string Limit = "    max_runners: 8";

    private readonly ConfigDesk _desk = new();

    [Theory]
    [InlineData("[{days: mon-fri, hours: 08-18}, {days: fri, hours: 17-20}]",
        "14: warning: This overlaps part 1 of the schedule, which then counts alone.")]
    [InlineData("[{days: mon-fri, hours: 08-18}, {days: fri, hours: 09-17}]",
        "14: warning: Whenever this part of the schedule is on, one before it is on too, so this never counts.")]
    [InlineData("[{min: 3}]",
        "14: warning: This part is on at all times: it never ends, and nothing beside or behind it counts.")]
    [InlineData("[{hours: 08-08, min: 3}]", "14: error: pools[0].idle.schedule[0].hours takes hours of a day")]
    [InlineData("[{hours: 22-25, min: 3}]", "14: error: pools[0].idle.schedule[0].hours takes hours of a day")]
    [InlineData("[{hours: 08-18, zone: Europe/Berln}]",
        "14: error: pools[0].idle.schedule[0].zone takes a time zone, but is 'Europe/Berln'.")]
    [InlineData("[{hours: 08-18, zone: Mars/Olympus}]", "14: error: pools[0].idle.schedule[0].zone takes a time zone")]
    [InlineData("[{days: moo, min: 3}]", "14: error: pools[0].idle.schedule[0].days[0] takes a day of the week")]
    [InlineData("[{hours: 08-18, min: 3, max: 2}]", "14: error: min is 3 and max 2")]
    [InlineData("[{hours: 08-18, min: 9}]", "14: error: 9 idle for each of 1 scopes do not fit into max_runners 8.")]
    public void A_schedule_is_told_where_it_stands(string schedule, string fault) =>
        ShouldTell(Limit, $"    idle: {{schedule: {schedule}}}\n{Limit}", fault);

    [Theory]
    [InlineData("max_runners: 4", "14: warning: 8 machines are more than the whole fleet may have (4)")]
    [InlineData("label_limits: [{labels: [gpu], max_runners: 4}]",
        "15: error: No pool has all of [gpu], so this limits nothing.")]
    [InlineData("repositories: [{match: acme/*}, {match: acme/shop, weight: 2}]",
        "15: warning: 'acme/*' stands before 'acme/shop' and fits all that it fits, so this never counts.")]
    [InlineData("repositories: [{match: amce/shop, weight: 2}]",
        "15: warning: No pool serves a repository that 'amce/shop' fits, so this never counts.")]
    [InlineData("repositories: [{match: acme/shop, allow: false, weight: 2}]",
        "15: warning: 'acme/shop' may not use the runners, so nothing else this rule says has an effect.")]
    [InlineData("repositories: [{match: acme/shop, max_jobs: 2, max_jobs_per_run: 3}]",
        "15: warning: A run may have 3 jobs at once and its whole repository 2")]
    public void A_limit_or_a_rule_is_told_where_it_stands(string key, string fault) =>
        ShouldTell("listen:", $"{key}\nlisten:", fault);

    [Theory]
    [InlineData("max_runners: 2",
        "15: error: Pool 'linux' is to keep 3 machines ready, and the whole fleet may have 2.")]
    [InlineData("label_limits: [{labels: [x64], max_runners: 2}]",
        "15: error: Pool 'linux' is to keep 3 machines ready, and all pools with [x64] may have 2.")]
    public void Stock_that_can_never_be_there_is_told_where_it_stands(string key, string fault) =>
        ShouldTell(Limit, $"    spill: true\n    idle: {{min: 3}}\n{key}", fault);

    [Fact]
    public void Stock_beyond_its_providers_is_told_where_it_stands()
    {
        var text = ConfigDesk.Good.Replace("here: {kind: docker}", "here: {kind: docker, max_runners: 2}")
            .Replace(Limit, $"{Limit}\n    idle: {{min: 3}}");

        ShouldTell(text, "15: error: Pool 'linux' is to keep 3 machines ready, and provider 'here' may have 2.");
    }

    [Fact]
    public void A_machine_that_ends_before_it_registers_is_told_where_it_stands() =>
        ShouldTell(Limit, $"{Limit}\n    timeouts: {{registration: 2h, max_lifetime: 90m}}",
            "15: error: Machines of pool 'linux' end after 1h30m, before their runner's time to register (2h) is over");

    [Theory]
    [InlineData("Europe/Berln", "Did you mean 'Europe/Berlin'?")]
    [InlineData("america/new-york", "Did you mean 'America/New_York'?")]
    [InlineData("Mars/Olympus", "Write its name in the IANA list")]
    public void A_zone_that_does_not_exist_is_told_with_the_one_that_was_meant(string zone, string remedy) =>
        ConfigDesk.Texts(_desk.ReadWith(Limit, $"    idle: {{schedule: [{{zone: {zone}, hours: 08-18}}]}}"))
            .ShouldHaveSingleItem().ShouldContain($"\n    {remedy}");

    [Theory]
    [InlineData("encrypted", "is encrypted with a passphrase, which nobody is there to type.")]
    [InlineData("public", "is a public key; the private one signs.")]
    [InlineData("openssh", "is an OpenSSH key.")]
    [InlineData("der", "is in DER form.")]
    [InlineData("pkcs8", null)]
    [InlineData("pkcs1", null)]
    public void A_private_key_of_another_form_is_told_where_its_file_is_named(string form, string? fault)
    {
        _desk.Files["/srv/key.pem"] = KeyOf(form);
        var text = ConfigDesk.Good.Replace(
            "  token: ${TOKEN}", "  app: {client_id: Iv1, private_key_file: key.pem}", StringComparison.Ordinal);

        ShouldTell(text, fault is null ? null : $"3: error: The file /srv/key.pem {fault}");
    }

    private static byte[] KeyOf(string form) => form switch
    {
        "encrypted" => Encoding.ASCII.GetBytes(TestAppKey.Common.Encrypted),
        "public" => Encoding.ASCII.GetBytes(TestAppKey.Common.Public),
        "openssh" => "-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----"u8.ToArray(),
        "der" => [0x30, 0x82, 0x04, 0xa4, 0x02, 0x01, 0x00],
        "pkcs8" => Encoding.ASCII.GetBytes(TestAppKey.Common.Pkcs8),
        _ => Encoding.ASCII.GetBytes(TestAppKey.Common.Pkcs1),
    };

    private void ShouldTell(string old, string changed, string fault)
    {
        ConfigDesk.Good.ShouldContain(old);
        ShouldTell(ConfigDesk.Good.Replace(old, changed), fault);
    }

    /// <summary>One fault and no other, in this line, with a remedy below it.</summary>
    private void ShouldTell(string yaml, string? fault)
    {
        var told = ConfigDesk.Texts(_desk.Read(yaml)).ToList();
        if (fault is null)
        {
            told.ShouldBeEmpty();
            return;
        }
        var (place, rest) = (fault.Split(": ", 2)[0], fault.Split(": ", 2)[1]);
        told.ShouldHaveSingleItem().ShouldStartWith($"paddock.yaml:{place}:");
        told[0].ShouldContain($": {rest}");
        told[0].ShouldContain("\n    ");
    }
}
