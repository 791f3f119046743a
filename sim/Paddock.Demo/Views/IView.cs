using Paddock.Demo.Story;

namespace Paddock.Demo.Views;

/// <summary>How the story is shown while it goes on.</summary>
internal interface IView
{
    void Show(Scene scene, Programme programme);

    /// <summary>Shows what is left to show, and leaves the terminal as it was.</summary>
    void Close();
}
