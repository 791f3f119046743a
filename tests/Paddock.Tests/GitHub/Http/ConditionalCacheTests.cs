using Paddock.GitHub.Http;

namespace Paddock.Tests.GitHub.Http;

public sealed class ConditionalCacheTests
{
    private static readonly Uri Address = new("https://h/runs?status=queued");

    [Fact]
    public void An_answer_is_found_by_who_asked_and_the_full_address()
    {
        var cache = new ConditionalCache(100);
        cache.Put("alice", Address, Answer("a", 10));

        cache.Find("alice", Address)!.ETag.ShouldBe("a");
        cache.Find("bob", Address).ShouldBeNull();
        cache.Find("alice", new Uri("https://h/runs?status=waiting")).ShouldBeNull();
    }

    [Fact]
    public void A_newer_answer_takes_the_place_and_the_size_of_the_old_one()
    {
        var cache = new ConditionalCache(100);
        cache.Put("alice", Address, Answer("a", 90));
        cache.Put("alice", Address, Answer("b", 90));

        cache.Find("alice", Address)!.ETag.ShouldBe("b");
    }

    [Fact]
    public void The_longest_unused_goes_first()
    {
        var cache = new ConditionalCache(100);
        cache.Put("a", Address, Answer("a", 40));
        cache.Put("b", Address, Answer("b", 40));
        cache.Find("a", Address);

        cache.Put("c", Address, Answer("c", 40));

        cache.Find("b", Address).ShouldBeNull();
        cache.Find("a", Address).ShouldNotBeNull();
    }

    [Fact]
    public void An_answer_larger_than_the_whole_cache_is_not_kept()
    {
        var cache = new ConditionalCache(100);
        cache.Put("a", Address, Answer("a", 101));

        cache.Find("a", Address).ShouldBeNull();
    }

    private static RememberedAnswer Answer(string tag, long bytes) => new(tag, "value", null, bytes);
}
