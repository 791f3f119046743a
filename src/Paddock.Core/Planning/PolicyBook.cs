using Paddock.Core.Facts;

namespace Paddock.Core.Planning;

/// <summary>
/// The policy in force is part of the story (decision D17): when its text is another than the books say, a decision
/// says so before anything is decided by it.
/// </summary>
internal static class PolicyBook
{
    public static void Plan(Draft draft)
    {
        var fleet = draft.Snapshot.Fleet;
        if (draft.Policy.Text.Length > 0 && draft.Policy.Text != fleet?.PolicyText)
        {
            draft.Keep(
                new PolicyChanged(draft.Now, (fleet?.PolicyVersion ?? 0) + 1, draft.Policy.Text),
                fleet?.Version ?? 0);
        }
    }
}
