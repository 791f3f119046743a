using FsCheck;
using FsCheck.Fluent;

namespace Paddock.Tests.Support;

/// <summary>
/// Checks something for many generated values, the same ones in every run: a failure repeats by itself.
/// </summary>
internal static class ForAll
{
    private const ulong Seed = 20_261_120;

    public static void Check<T>(Gen<T> of, Action<T> holds, int runs = 300) =>
        Prop.ForAll(of.ToArbitrary(), holds)
            .Check(Config.QuickThrowOnFailure.WithMaxTest(runs).WithQuietOnSuccess(true).WithReplay(Seed, gamma: 1));
}
