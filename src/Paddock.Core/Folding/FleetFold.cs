using Paddock.Core.Facts;
using Paddock.Core.Model;

namespace Paddock.Core.Folding;

internal static class FleetFold
{
    public static FleetRow Apply(FleetRow? row, Fact fact)
    {
        var old = row ?? new FleetRow();
        return fact switch
        {
            PolicyChanged changed => old with
            {
                PolicyVersion = changed.PolicyVersion,
                PolicyText = changed.PolicyText,
                PolicySince = changed.At,
            },
            ClockStepped stepped when old.ClockSteppedAt is null || stepped.At > old.ClockSteppedAt => old with
            {
                ClockSteppedAt = stepped.At,
                ClockStep = stepped.Step,
            },
            _ => old,
        };
    }
}
